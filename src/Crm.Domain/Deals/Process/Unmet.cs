namespace Crm.Domain.Deals.Process;

/// <summary>Unmet conditions that a check and the closing gate have in common, each with the call that would satisfy it.</summary>
public static class Unmet
{
    public static Blocker? Client(Deal deal) =>
        deal.Client is null
            ? new Blocker(
                "client.unidentified",
                $"deal:{deal.Id}",
                "identified",
                "none",
                new Fix.IdentifyClient(deal.Id)
            )
            : null;

    /// <summary>Nothing delivered, else something ordered that is neither shipped nor cancelled: never both.</summary>
    public static Blocker? Delivery(Deal deal) => None(deal) ?? Rest(deal);

    /// <summary>In no line was more shipped than came back.</summary>
    public static Blocker? None(Deal deal) =>
        deal.Ledger.HasDelivered
            ? null
            : new Blocker(
                "shipment.none",
                $"deal:{deal.Id}",
                "> 0",
                "0",
                deal.Ledger.Orders.IsEmpty ? new Fix.PlaceOrder(deal.Id)
                    : deal.Ledger.HasRest ? new Fix.RecordShipment(deal.Id)
                    : new Fix.CloseDeal(deal.Id)
            );

    /// <summary>The rest in money; for lines that cost nothing, in quantity.</summary>
    public static Blocker? Rest(Deal deal)
    {
        if (!deal.Ledger.HasRest)
            return null;
        var (expected, actual) = deal.Ledger.Balance.Undelivered is > 0 and var sum
            ? (Sum(deal, 0), Sum(deal, sum))
            : ("0", LineRule.Text(deal.Ledger.Lines.Sum(x => x.Rest)));
        return new Blocker(
            "shipment.incomplete",
            $"deal:{deal.Id}",
            expected,
            actual,
            new Fix.RecordShipment(deal.Id)
        );
    }

    public static IEnumerable<Blocker> Debts(Deal deal)
    {
        var balance = deal.Ledger.Balance;
        if (balance.ClientOwes > 0)
            yield return new Blocker(
                "balance.client_owes",
                $"deal:{deal.Id}",
                Sum(deal, 0),
                Sum(deal, balance.ClientOwes),
                new Fix.RecordPayment(deal.Id)
            );
        // Goods that came back although their price had been forgiven: nobody paid, so nothing can be refunded; the write-off is
        // taken back.
        if (balance.WeOwe > 0)
            yield return new Blocker(
                "balance.we_owe",
                $"deal:{deal.Id}",
                Sum(deal, 0),
                Sum(deal, balance.WeOwe),
                deal.Ledger.HasRest ? new Fix.RecordShipment(deal.Id)
                    : deal.Ledger.Paid > deal.Ledger.Refunded ? new Fix.RecordRefund(deal.Id)
                    : new Fix.RecordWriteOff(deal.Id)
            );
    }

    public static string Sum(Deal deal, decimal amount) =>
        deal.Currency is { } currency
            ? new Money(amount, currency).ToString()
            : amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
