using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Sets the guided process aside: open tasks are withdrawn, the deal is moved by hand, its history stays.</summary>
public sealed record ConvertToManual(Personal Reason) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override Decision Judge(Situation at)
    {
        if (at.Process.Mode != ProcessMode.Guided)
            return Rejection.Conflict("process.not_guided", new Blocker("process.not_guided", at.DealRef, "guided", at.Process.Mode.ToString().ToLowerInvariant(), null));
        if (at.Deal.ByHand) return Decision.AlreadyHolds;
        if (Clocks.Lifecycle(at) is { } early) return early;
        return Decision.Accept([new DealConvertedToManual(Reason), .. StageFlow.Withdraw(at.Deal, Cause.Rule("deal.converted_to_manual"))]);
    }
}
