using System.Text.Json.Serialization;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Lifecycle;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>One visit of a deal to a stage. Repeated visits to the same stage are separate.</summary>
/// <param name="Move">How the deal entered.</param>
/// <param name="Amount">Expected amount at entry.</param>
/// <param name="Left">Null while the deal is in the stage.</param>
/// <param name="LeftBy">Null while the deal is in the stage.</param>
public sealed record StageVisit(
    string Stage,
    StageMove Move,
    DateTimeOffset Entered,
    DateTimeOffset? Left,
    StageExit? LeftBy,
    Money? Amount,
    string? Actor,
    Personal? Reason,
    Cause? Cause
);

/// <summary>
/// How a deal left a stage: with its closing (<c>won</c>, <c>lost</c>), or into the next stage as <c>move</c> of that visit says.
/// </summary>
[JsonConverter(typeof(CamelCase<StageExit>))]
public enum StageExit
{
    Won,
    Lost,
    Passed,
    Skipped,
    Rework,
    ByHand,
    Reopening,
    Resumed,
    NewVersion,
}

/// <summary>Folds the events of a deal into its stage visits.</summary>
public static class StageVisits
{
    /// <returns>The visits, and the deal after the last event; null without events.</returns>
    public static async Task<(IReadOnlyList<StageVisit> Visits, Deal? Deal)> Of(
        Guid dealId,
        IAsyncEnumerable<EventRow> events
    )
    {
        List<StageVisit> visits = [];
        Deal? deal = null;
        await foreach (var e in events)
        {
            var domainEvent = e.Data;
            deal = Deal.Evolve(deal, new DealId(dealId), domainEvent);
            switch (domainEvent)
            {
                case StageEntered f:
                    Leave(visits, f.HappenedAt, Exit(f.Move));
                    visits.Add(
                        new StageVisit(
                            f.Stage,
                            f.Move,
                            f.HappenedAt,
                            null,
                            null,
                            deal.ExpectedAmount,
                            e.User,
                            f.Reason,
                            f.Cause
                        )
                    );
                    break;
                case DealClosed f:
                    Leave(visits, f.HappenedAt, f.Outcome == Outcome.Won ? StageExit.Won : StageExit.Lost);
                    break;
            }
        }

        return (visits, deal);
    }

    /// <summary>An opening leaves no stage; what is not known moves as a person does.</summary>
    private static StageExit Exit(StageMove move) =>
        move switch
        {
            StageMove.Passed => StageExit.Passed,
            StageMove.Skipped => StageExit.Skipped,
            StageMove.Rework => StageExit.Rework,
            StageMove.Reopening => StageExit.Reopening,
            StageMove.Resumed => StageExit.Resumed,
            StageMove.NewVersion => StageExit.NewVersion,
            _ => StageExit.ByHand,
        };

    private static void Leave(List<StageVisit> visits, DateTimeOffset at, StageExit by)
    {
        if (visits.Count > 0 && visits[^1].Left is null)
            visits[^1] = visits[^1] with { Left = at, LeftBy = by };
    }
}
