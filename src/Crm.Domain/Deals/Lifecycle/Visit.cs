namespace Crm.Domain.Deals.Lifecycle;

/// <summary>The current stage of a deal, when it was entered, and how.</summary>
public sealed record Visit(string Stage, int Probability, DateTimeOffset EnteredAt, StageMove Move = StageMove.Opening)
{
    /// <summary>
    /// A user has named this stage: all its mandatory tasks are raised, also those marked once that an earlier visit
    /// completed, so that the deal stands where the user has put it.
    /// </summary>
    public static bool RaisesAll(StageMove move) => move is StageMove.ByHand or StageMove.Resumed;
}
