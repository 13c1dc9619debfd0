namespace Crm.Projections.ReadModels.Operations;

/// <summary>Result of a rebuild: the comparison of the rebuilt report with the live one.</summary>
/// <param name="Equal"><c>true</c> when the live and the rebuilt report are equal, row by row.</param>
/// <param name="LiveRows">Number of rows of the live report.</param>
/// <param name="RebuiltRows">Number of rows of the rebuilt report.</param>
/// <param name="OnlyLiveCount">Number of rows that only the live report contains.</param>
/// <param name="OnlyRebuiltCount">Number of rows that only the rebuilt report contains.</param>
/// <param name="OnlyLive">Some of the rows that only the live report contains.</param>
/// <param name="OnlyRebuilt">Some of the rows that only the rebuilt report contains.</param>
/// <param name="Replaced">
/// <c>true</c> when the live report differed, a second comparison confirmed it, and the rebuilt report replaced it.
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
