namespace Crm.Domain.Deals.Settlement;

/// <summary>A refund was entered by mistake: the money is paid again.</summary>
public sealed record ReverseRefund(RefundId Refund, Personal Reason) : ReversalCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.Refunds.FirstOrDefault(one => one.Id == Refund)?.Reversal is not null;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Ledger.Refunds.FirstOrDefault(one => one.Id == Refund) is not { } refund)
            return Rejection.NotFound("refund.not_found");
        if (IsAlreadySatisfied(at))
            return Decision.AlreadySatisfied;
        return Clocks.Referring(at, refund.HappenedAt) is { } early
            ? early
            : Decision.Accept(
                new RefundReversed(
                    Refund,
                    new Money(refund.Amount, at.Deal.Ledger.Currency!.Value),
                    refund.HappenedAt,
                    Reason
                )
            );
    }
}
