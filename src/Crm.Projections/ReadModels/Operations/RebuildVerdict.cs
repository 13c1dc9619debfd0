namespace Crm.Projections.ReadModels.Operations;

/// <summary>What a rebuild found.</summary>
/// <param name="Equal">Live and rebuilt are equal, row by row and state by state.</param>
/// <param name="OnlyLive">Rows that only the live report has: some of them.</param>
/// <param name="Replaced">The live report was unequal and now is the rebuilt one, as a second look has confirmed.</param>
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
