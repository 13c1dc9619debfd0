namespace Crm.Domain.Deals.Settlement;

/// <summary>What a payment may say about invoices.</summary>
internal static class AllocationRule
{
    /// <param name="paysOne">The whole payment is for one invoice; faults point to <c>invoiceId</c>.</param>
    public static Fault[] Faults(
        DecisionContext at,
        Money payment,
        ImmutableArray<Allocation> allocations,
        bool paysOne
    )
    {
        List<Fault> faults = [];
        for (var i = 0; i < allocations.Length; i++)
        {
            var one = allocations[i];
            var pointer = paysOne ? "/invoiceId" : $"/allocations/{i}/invoiceId";
            if (!at.Deal.Ledger.Invoices.TryGetValue(one.Invoice, out var invoice))
                faults.Add(new(pointer, "invoice.not_found", "an invoice of this deal"));
            else if (invoice.Cancelled)
                faults.Add(new(pointer, "invoice.cancelled", "an invoice in force"));
            if (AmountFault(one.Amount, payment.Currency, $"/allocations/{i}/amount") is { } wrong)
                faults.Add(wrong);
            if (allocations.Take(i).Any(x => x.Invoice == one.Invoice))
                faults.Add(new(pointer, "invoice.twice", "each invoice once"));
        }

        if (allocations.Sum(x => x.Amount) > payment.Amount)
            faults.Add(new("/allocations", "allocations.exceed_payment", $"<= {payment}"));
        return [.. faults];
    }

    private static Fault? AmountFault(decimal amount, Currency currency, string pointer) =>
        amount <= 0 ? new(pointer, "amount.not_positive", "> 0")
        : currency.Round(amount) != amount ? new(pointer, "amount.too_precise", $"at most {currency.Decimals} decimals")
        : null;
}
