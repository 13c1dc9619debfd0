namespace Crm.Domain.Deals;

/// <summary>The instants that the order rules of the two clocks look at (docs/domain.md, Two clocks).</summary>
public sealed record Marks
{
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public DateTimeOffset LifecycleAt { get; init; }

    /// <summary>The last reopening: no later fact may lie before it.</summary>
    public DateTimeOffset WallAt { get; init; }

    /// <summary>The last fact about each replaceable value, by name.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Replaced { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    public DateTimeOffset Of(string value) => Replaced.GetValueOrDefault(value, OpenedAt);

    /// <summary>The marks after one more fact.</summary>
    public Marks After(Fact fact)
    {
        var at = fact.HappenedAt;
        var next = this with { LastAt = Max(LastAt, at) };
        if (fact is ILifecycleFact)
            next = next with { LifecycleAt = Max(LifecycleAt, at) };
        if (fact is DealOpened)
            next = next with { OpenedAt = at };
        if (fact is DealReopened)
            next = next with { WallAt = Max(WallAt, at) };
        foreach (var value in ValuesOf(fact))
            next = next with { Replaced = next.Replaced.SetItem(value, Max(Of(value), at)) };
        return next;
    }

    public static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>The values that a replacing fact is about: one, or each of the custom fields that it changes.</summary>
    public static IEnumerable<string> ValuesOf(Fact fact) =>
        fact is CustomFieldsChanged f ? f.Fields.Values.Select(x => "customFields." + x.Field)
        : ValueOf(fact) is { } value ? [value]
        : [];

    /// <summary>The value that a replacing fact is about; null for other facts.</summary>
    public static string? ValueOf(Fact fact) =>
        fact switch
        {
            DealRetitled => "title",
            ClientIdentified => "client",
            ManagerAssigned => "manager",
            ParticipantsChanged => "participants",
            ExpectedAmountChanged => "expectedAmount",
            ProbabilityChanged => "probability",
            SourceChanged => "source",
            InterestChanged => "interest",
            ExpectedCloseChanged => "expectedCloseOn",
            DealCommentChanged => "comment",
            ExternalRefsChanged => "externalRefs",
            _ => null,
        };
}
