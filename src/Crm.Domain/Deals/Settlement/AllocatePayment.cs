using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Replaces what a payment says about invoices (docs/domain.md, Allocation).</summary>
/// <param name="Says">Null: nothing, the rule allocates it. What the list leaves unsaid stays an advance.</param>
public sealed record AllocatePayment(PaymentId Payment, ImmutableArray<Allocation>? Says) : DealCommand
{
    /// <summary>The whole payment is for this invoice; null: as <see cref="Says"/> has it.</summary>
    public InvoiceId? PaysOne { get; init; }

    /// <summary>Currency of the amounts in <see cref="Says"/>; null: there are none.</summary>
    public Currency? Currency { get; init; }

    protected override bool MovesMoneyOrGoods => true;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Ledger.Payments.FirstOrDefault(one => one.Id == Payment) is not { } payment)
            return Rejection.NotFound("payment.not_found");
        if (payment.Reversal is not null)
            return ReversePayment.AlreadyReversed(at, payment);
        if (Currency is { } given && Rule.SameCurrency(at, given) is { } differs)
            return differs;
        var whole = new Money(payment.Amount, at.Deal.Ledger.Currency!.Value);
        var says = PaysOne is { } one ? [new(one, payment.Amount)] : Says;
        Fault[] faults =
        [
            .. AllocationRule.Faults(at, whole, says ?? [], PaysOne is not null),
            .. BeyondRoom(at, says ?? []),
        ];
        if (faults.Length > 0)
            return Rejection.Invalid(faults);
        if (Same(payment.Says, says))
            return Decision.AlreadySatisfied;
        return Clocks.Referring(at, payment.LatestAt) is { } early
            ? early
            : Decision.Accept(new PaymentAllocated(Payment, says));
    }

    /// <summary>
    /// A payment may name more than the room of an invoice when it is recorded, because the rest is free; not afterwards.
    /// </summary>
    private IEnumerable<Fault> BeyondRoom(DecisionContext at, ImmutableArray<Allocation> says)
    {
        for (var i = 0; i < says.Length; i++)
            if (
                at.Deal.Ledger.Invoices.TryGetValue(says[i].Invoice, out var invoice)
                && !invoice.Cancelled
                && at.Deal.Ledger.Allocation.On(invoice.Id).Room is var room
                && says[i].Amount > room
            )
                yield return new(
                    PaysOne is null ? $"/allocations/{i}/amount/amount" : "/invoiceId",
                    "allocations.exceed_invoice",
                    $"<= {Unmet.Sum(at.Deal, room)}"
                );
    }

    private static bool Same(ImmutableArray<Allocation>? a, ImmutableArray<Allocation>? b) =>
        a is null || b is null ? a is null && b is null : a.Value.SequenceEqual(b.Value);
}
