namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Money was received: any amount above zero, also before any order (an advance), and also when it names invoices that were issued
/// later.
/// </summary>
public sealed record RecordPayment(
    PaymentId Id,
    Money Amount,
    DateOnly? PaidOn,
    Personal? Reference,
    ImmutableArray<Allocation> Allocations
) : DealCommand
{
    /// <summary>The whole payment is allocated to one invoice; faults point to <c>invoiceId</c>.</summary>
    public bool PaysOne { get; init; }

    /// <summary>The payment says that it pays no invoice.</summary>
    public bool IsAdvance { get; init; }

    /// <summary>The payment of another deal that is transferred here.</summary>
    public PaymentOnDeal? MovedFrom { get; init; }

    /// <summary>The origin of an imported payment: a line of a bank statement.</summary>
    public Cause? Cause { get; init; }

    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Ledger.Payments.Any(payment => payment.Id == Id))
            return Rejection.Conflict("id.taken");
        if ((Rule.Positive(Amount, "/amount/amount") ?? Rule.NotFuture(at, PaidOn, "/paidOn")) is { } fault)
            return fault;
        if (Rule.SameCurrency(at, Amount.Currency, at.Deal.Currency) is { } differs)
            return differs;
        if (AllocationRule.Faults(at, Amount, Allocations, PaysOne) is { Length: > 0 } wrong)
            return Rejection.Invalid(wrong);
        return Clocks.Adding(at) is { } early
            ? early
            : Decision.Accept(
                new PaymentReceived(Id, Amount, PaidOn, Reference, Allocations)
                {
                    Number = "",
                    IsAdvance = IsAdvance,
                    MovedFrom = MovedFrom,
                    Cause = Cause,
                }
            );
    }
}
