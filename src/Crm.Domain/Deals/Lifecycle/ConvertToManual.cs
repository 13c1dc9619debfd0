using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Suspends the guided process: open tasks are withdrawn, the deal is moved by hand, its history remains. This skips
/// all remaining tasks, so it needs the permission for skipping where skipping needs one.
/// </summary>
public sealed record ConvertToManual(Personal Reason) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Process.Mode != ProcessMode.Guided)
            return Rejection.Conflict(
                "process.not_guided",
                new Blocker("process.not_guided", at.DealRef, "guided", Phrase.Word(at.Process.Mode), null)
            );
        if (at.Deal.ByHand)
            return Decision.AlreadySatisfied;
        if (at.Process.SkipNeedsPermission && !at.Context.Rights.HasFlag(Rights.SkipTasks))
            return Rejection.Forbidden("permission.missing", "task.skip");
        if (Clocks.Lifecycle(at) is { } early)
            return early;
        return Decision.Accept([
            new DealConvertedToManual(Reason),
            .. StageFlow.Withdraw(at.Deal, Cause.Rule("deal.converted_to_manual")),
        ]);
    }
}
