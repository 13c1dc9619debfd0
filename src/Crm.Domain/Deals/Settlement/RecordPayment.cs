namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Money was received: any amount above zero, also before any order (an advance). InvoicePaid is recorded once per
/// invoice.
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

    /// <summary>The origin of an imported payment: a line of a bank statement.</summary>
    public Cause? Cause { get; init; }

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Deal.Ledger.Payments.ContainsKey(Id))
            return Rejection.Conflict("id.taken");
        if ((Rule.Positive(Amount, "/amount/amount") ?? Rule.NotFuture(at, PaidOn, "/paidOn")) is { } fault)
            return fault;
        if (Rule.SameCurrency(at, Amount.Currency, at.Deal.Currency) is { } differs)
            return differs;
        if (Misallocated(at) is { } wrong)
            return wrong;
        var invoices = Allocations.Select(x => at.Deal.Ledger.Invoices[x.Invoice]).ToArray();
        if (Clocks.Referring(at, [.. invoices.Select(x => x.LatestAt)]) is { } early)
            return early;
        var paid = invoices
            .Zip(Allocations)
            .Where(x => !x.First.Paid && x.First.Allocated + x.Second.Amount >= x.First.Total)
            .Select(x => new InvoicePaid(x.First.Id) { Cause = Crm.Domain.Kernel.Cause.Rule("invoice.paid") });
        return Decision.Accept([
            new PaymentReceived(Id, Amount, PaidOn, Reference, Allocations) { Number = "", Cause = Cause },
            .. paid,
        ]);
    }

    private Rejection? Misallocated(DecisionContext at)
    {
        List<Fault> faults = [];
        for (var i = 0; i < Allocations.Length; i++)
        {
            var one = Allocations[i];
            var pointer = PaysOne ? "/invoiceId" : $"/allocations/{i}/invoiceId";
            if (!at.Deal.Ledger.Invoices.TryGetValue(one.Invoice, out var invoice))
                faults.Add(new(pointer, "invoice.not_found", "an invoice of this deal"));
            else if (invoice.Cancelled)
                faults.Add(new(pointer, "invoice.cancelled", "an invoice in force"));
            if (one.Amount <= 0)
                faults.Add(new($"/allocations/{i}/amount", "amount.not_positive", "> 0"));
            else if (Amount.Currency.Round(one.Amount) != one.Amount)
                faults.Add(
                    new(
                        $"/allocations/{i}/amount",
                        "amount.too_precise",
                        $"at most {Amount.Currency.Decimals} decimals"
                    )
                );
            if (Allocations.Take(i).Any(x => x.Invoice == one.Invoice))
                faults.Add(new(pointer, "invoice.twice", "each invoice once"));
        }

        if (Allocations.Sum(x => x.Amount) > Amount.Amount)
            faults.Add(new("/allocations", "allocations.exceed_payment", $"<= {Amount}"));
        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }
}
