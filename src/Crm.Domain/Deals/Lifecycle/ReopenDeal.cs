using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Reopens a closed deal in the stage of its closing, as a new visit. The earlier closing remains in history.
/// </summary>
public sealed record ReopenDeal(Personal Reason) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Closing is not { } closing)
            return Rejection.Conflict(
                "deal.not_closed",
                new Blocker("deal.not_closed", at.DealRef, "won or lost", "open", new Fix.CloseDeal(at.Deal.Id))
            );
        if (Clocks.Lifecycle(at) is { } early)
            return early;
        return Decision.Accept([new DealReopened(Reason), .. Back(at, closing)]);
    }

    private static IEnumerable<DomainEvent> Back(DecisionContext at, Closing closing)
    {
        if (at.Process.Find(closing.Stage) is not { } stage)
            yield break;
        var cause = Cause.Rule("deal.reopened");
        yield return new StageEntered(stage.Code, stage.Probability, null, StageMove.Reopening) { Cause = cause };
        if (at.Mode != ProcessMode.Guided)
            yield break;
        foreach (var template in stage.Tasks.Where(x => Again(at, closing, x)))
            yield return StageFlow.Raise(at, stage, template, cause);
    }

    /// <summary>Tasks to raise again: after a loss those that it withdrew, after a win only the last task.</summary>
    private static bool Again(DecisionContext at, Closing closing, TaskTemplate template) =>
        closing.Outcome == Outcome.Won
            ? template.Code == at.Process.Last?.Code
            : closing.Withdrawn.Contains(template.Code);
}
