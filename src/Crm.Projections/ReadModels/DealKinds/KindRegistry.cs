using Crm.Domain.Processes;

namespace Crm.Projections.ReadModels.DealKinds;

/// <summary>
/// Published versions of deal kinds, oldest first. A deal uses the version it is pinned to; a report at a past instant
/// uses the version in force then, so that renaming a stage changes no history.
/// </summary>
public sealed class KindRegistry(
    IReadOnlyList<KindRegistry.Published> versions,
    IReadOnlyCollection<string>? retired = null
)
{
    /// <summary>One immutable version and when it came into force.</summary>
    public sealed record Published(DealProcess Process, DateTimeOffset At);

    /// <summary>The kinds that ship with the product, in force from the beginning.</summary>
    public static KindRegistry Shipped { get; } =
        new([.. ShippedKinds.All.Select(x => new Published(x, DateTimeOffset.MinValue))]);

    /// <summary>Codes of all kinds, in the order of their first publication.</summary>
    public IReadOnlyList<string> Codes { get; } = [.. versions.Select(x => x.Process.Code).Distinct()];

    /// <summary>No new deals can be opened with it.</summary>
    public bool IsRetired(string code) => retired?.Contains(code) == true;

    public DealProcess? Process(string code, int version) =>
        versions.FirstOrDefault(x => x.Process.Code == code && x.Process.Version == version)?.Process;

    /// <summary>The version in force at an instant; before the first publication, the first one.</summary>
    public DealProcess? InForce(string code, DateTimeOffset at) =>
        (
            versions.LastOrDefault(x => x.Process.Code == code && x.At <= at)
            ?? versions.FirstOrDefault(x => x.Process.Code == code)
        )?.Process;

    /// <summary>
    /// Since when a deal must be in a stage to be stale, for each stage of the versions in force at an instant that has a norm.
    /// </summary>
    /// <param name="zone">The company's, in which days are counted.</param>
    public IReadOnlyList<StageLimit> Limits(DateTimeOffset at, TimeZoneInfo zone) =>
        [
            .. from code in Codes
            from stage in InForce(code, at)?.Stages ?? []
            where stage.NormDays is not null
            select new StageLimit(code, stage.Code, StageNorm.EnteredBefore(stage.NormDays!.Value, at, zone)),
        ];

    /// <summary>All versions of a kind, oldest first.</summary>
    public IEnumerable<DealProcess> Versions(string code) =>
        versions.Where(x => x.Process.Code == code).Select(x => x.Process);

    /// <summary>
    /// A stage as named at an instant: from the last version until then that has it. A stage that was published later
    /// (a back-dated deal may be in it) has its first name.
    /// </summary>
    public Stage? Stage(string code, string stage, DateTimeOffset at)
    {
        var having = versions.Where(x => x.Process.Code == code && x.Process.Find(stage) is not null).ToArray();
        return (having.LastOrDefault(x => x.At <= at) ?? having.FirstOrDefault())?.Process.Find(stage);
    }
}
