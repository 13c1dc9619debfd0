namespace Crm.Domain.Settings;

/// <summary>A version of a deal kind that is in use: in force, or with open deals.</summary>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Published">In force: new deals open with it.</param>
/// <param name="OpenDeals">Number of open deals pinned to it.</param>
public sealed record KindInUse(string Kind, int Version, bool Published, long OpenDeals)
{
    /// <summary>Which of its checks need which capability.</summary>
    public ImmutableArray<(string Capability, string Check)> CapabilityUses { get; init; } = [];

    /// <summary>Which of its tasks need which custom field.</summary>
    public ImmutableArray<(string Field, string Task)> FieldUses { get; init; } = [];

    public bool IsNeeded => Published || OpenDeals > 0;

    /// <summary>As named in a blocker.</summary>
    public string Ref => $"deal-kind:{Kind}@{Version}";

    /// <summary>What it is needed for, as shown in a blocker.</summary>
    public Phrase Need =>
        Published ? (Phrase)$"published, {OpenDeals} open deals" : $"not published, {OpenDeals} open deals";
}
