namespace Crm.Projections.ReadModels.Operations;

/// <summary>Result of a rebuild.</summary>
/// <param name="Equal">Live and rebuilt report are equal, in all rows and states.</param>
/// <param name="OnlyLive">Sample of the rows that only the live report has.</param>
/// <param name="Replaced">
/// The live report differed and was replaced by the rebuilt one; a second comparison confirmed it.
/// </param>
public sealed record RebuildVerdict(
    bool Equal,
    long LiveRows,
    long RebuiltRows,
    long OnlyLiveCount,
    long OnlyRebuiltCount,
    IReadOnlyList<string> OnlyLive,
    IReadOnlyList<string> OnlyRebuilt,
    long Position,
    bool Replaced
);
