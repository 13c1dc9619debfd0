using Crm.Domain.Processes;

namespace Crm.Projections.ReadModels.DealKinds;

/// <summary>
/// Published versions of deal kinds, oldest first. A deal asks for the version it is pinned to; a report at a past instant for
/// the one that was in force then, so renaming a stage rewrites nothing.
/// </summary>
public sealed class KindRegistry(
    IReadOnlyList<KindRegistry.Published> versions,
    IReadOnlyCollection<string>? retired = null
)
{
    /// <summary>One immutable version and when it came into force.</summary>
    public sealed record Published(DealProcess Process, DateTimeOffset At);

    /// <summary>The kinds that ship with the product, in force since ever.</summary>
    public static KindRegistry Shipped { get; } =
        new([.. ShippedKinds.All.Select(x => new Published(x, DateTimeOffset.MinValue))]);

    /// <summary>Codes of all kinds, in the order of their first publication.</summary>
    public IReadOnlyList<string> Codes { get; } = [.. versions.Select(x => x.Process.Code).Distinct()];

    /// <summary>No deal is opened with it any more.</summary>
    public bool IsRetired(string code) => retired?.Contains(code) == true;

    public DealProcess? Process(string code, int version) =>
        versions.FirstOrDefault(x => x.Process.Code == code && x.Process.Version == version)?.Process;

    /// <summary>The version in force at an instant; before the first publication the first one.</summary>
    public DealProcess? InForce(string code, DateTimeOffset at) =>
        (
            versions.LastOrDefault(x => x.Process.Code == code && x.At <= at)
            ?? versions.FirstOrDefault(x => x.Process.Code == code)
        )?.Process;

    /// <summary>Every version of a kind, oldest first.</summary>
    public IEnumerable<DealProcess> Versions(string code) =>
        versions.Where(x => x.Process.Code == code).Select(x => x.Process);

    /// <summary>
    /// A stage as it was called at an instant: in the last version until then that has it; one that came later (a deal opened
    /// back-dated stands in it) as it was called first.
    /// </summary>
    public Stage? Stage(string code, string stage, DateTimeOffset at)
    {
        var having = versions.Where(x => x.Process.Code == code && x.Process.Find(stage) is not null).ToArray();
        return (having.LastOrDefault(x => x.At <= at) ?? having.FirstOrDefault())?.Process.Find(stage);
    }
}
