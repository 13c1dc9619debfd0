namespace Crm.Domain.Processes;

/// <summary>
/// Unmet conditions that checks and the closing gate share, each with the call that would satisfy it.
/// </summary>
public static class Unmet
{
    public static Blocker? Client(ICheckedDeal deal) =>
        deal.Client is null
            ? new Blocker(
                "client.unidentified",
                $"deal:{deal.Id}",
                "identified",
                "none",
                new Fix.IdentifyClient(deal.Id)
            )
            : null;

    /// <summary>Nothing is delivered, or else something ordered is neither shipped nor cancelled: never both.</summary>
    public static Blocker? Delivery(ICheckedDeal deal) => None(deal) ?? Rest(deal);

    /// <summary>In no line was more shipped than returned.</summary>
    public static Blocker? None(ICheckedDeal deal) =>
        deal.Settlement is var settlement && settlement.HasDelivered
            ? null
            : new Blocker(
                "shipment.none",
                $"deal:{deal.Id}",
                "> 0",
                "0",
                settlement.Orders == 0 ? ToOrder(deal)
                    : settlement.HasRest ? ToShip(deal)
                    : new Fix.CloseDeal(deal.Id)
                    {
                        Known = new() { Choices = ["lost"], Members = ["lostReason"] },
                    }
            );

    /// <summary>The undelivered rest in money; for lines without a price, in quantity.</summary>
    public static Blocker? Rest(ICheckedDeal deal)
    {
        var settlement = deal.Settlement;
        if (!settlement.HasRest)
            return null;
        (Phrase expected, Phrase actual) = settlement.Undelivered is > 0 and var sum
            ? (Sum(deal, 0), Sum(deal, sum))
            : ("0", $"{settlement.RestQuantity}");
        return new Blocker("shipment.incomplete", $"deal:{deal.Id}", expected, actual, ToShip(deal));
    }

    public static IEnumerable<Blocker> Debts(ICheckedDeal deal)
    {
        var balance = deal.Settlement;
        if (balance.ClientOwes > 0)
            yield return new Blocker(
                "balance.client_owes",
                $"deal:{deal.Id}",
                Sum(deal, 0),
                Sum(deal, balance.ClientOwes),
                ToPay(deal, balance.ClientOwes)
            );
        // Goods were returned after their price had been written off: nothing was paid, so nothing can be refunded.
        if (balance.WeOwe > 0)
            yield return new Blocker(
                "balance.we_owe",
                $"deal:{deal.Id}",
                Sum(deal, 0),
                Sum(deal, balance.WeOwe),
                balance.HasRest ? ToShip(deal)
                    : balance is { MoneyLeft: <= 0, LatestForgiven: { } forgiven }
                        ? new Fix.ReverseWriteOff(deal.Id, forgiven)
                    : new Fix.RecordRefund(deal.Id)
                    {
                        Known = new() { Amount = In(deal, Math.Min(balance.WeOwe, balance.MoneyLeft)) },
                    }
            );
    }

    public static Phrase Sum(ICheckedDeal deal, decimal amount) =>
        In(deal, amount) is { } sum ? Phrase.Data(sum) : $"{amount}";

    /// <summary>The order of what was offered, or else of what the client asks for.</summary>
    public static Fix ToOrder(ICheckedDeal deal) =>
        new Fix.PlaceOrder(deal.Id)
        {
            Known = new()
            {
                Proposal =
                    deal.Settlement.Orders == 0
                        ? deal
                            .Proposals.Where(x =>
                                x.Status is ProposalStatus.Issued or ProposalStatus.Sent or ProposalStatus.Accepted
                            )
                            .OrderByDescending(x => x.Status == ProposalStatus.Accepted)
                            .ThenByDescending(x => x.LatestAt)
                            .FirstOrDefault()
                            ?.Id
                        : null,
                FromInterest = deal.InterestLines > 0,
            },
        };

    public static Fix ToPay(ICheckedDeal deal, decimal amount) =>
        new Fix.RecordPayment(deal.Id) { Known = new() { Amount = In(deal, amount) } };

    private static Fix.RecordShipment ToShip(ICheckedDeal deal) =>
        new Fix.RecordShipment(deal.Id) { Known = new() { Order = deal.Settlement.ToShip } };

    private static Money? In(ICheckedDeal deal, decimal amount) =>
        deal.Currency is { } currency ? new Money(amount, currency) : null;
}
