namespace Crm.Domain.Tests;

/// <summary>
/// The closing gate for every combination of payment, shipment, refund, cancellation and return of one order of ten chairs, 1200.00 in
/// all.
/// </summary>
public sealed class ClosingGateTests
{
    private const decimal Price = 120;

    public static TheoryData<string, decimal, string, string, string, bool> Combinations()
    {
        var all = new TheoryData<string, decimal, string, string, string, bool>();
        foreach (
            var pay in new[]
            {
                "nothing",
                "too little",
                "all that is owed",
                "too much",
                "the whole order",
                "more than the order",
            }
        )
        foreach (var shipped in new[] { 0m, 4, 10 })
        foreach (var refund in new[] { "no", "partial", "full" })
        foreach (var cancel in new[] { "no", "partial", "full" })
        foreach (var back in new[] { "no", "partial", "full" })
        foreach (var client in new[] { true, false })
            all.Add(pay, shipped, refund, cancel, back, client);
        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Lists_every_unmet_condition(
        string pay,
        decimal shipped,
        string refund,
        string cancel,
        string back,
        bool client
    )
    {
        var rest = 10 - shipped;
        var cancelled = Part(cancel, rest);
        var returned = Part(back, shipped);
        var delivered = shipped - returned;
        var owed = delivered * Price;
        var paid = pay switch
        {
            "nothing" => 0,
            "too little" => owed / 4,
            "all that is owed" => owed,
            "too much" => owed + 50.02m,
            "the whole order" => 1200,
            _ => 1200.02m,
        };
        var refunded = Part(refund, Math.Max(0, paid - owed));
        var story = Story
            .Opened(ShippedKinds.StandardSale with { Stages = [] }, x => x with { Client = client ? Acme : null })
            .Did(Verbs.OrderOf(null, TenChairs));
        if (paid > 0)
            story = story.Did(Verbs.Pay(paid));
        if (shipped > 0)
            story = story.Did(Verbs.Ship(shipped));
        if (cancelled > 0)
            story = story.Did(Verbs.Cancel(cancelled));
        if (returned > 0)
            story = story.Did(Verbs.Return(returned));
        if (refunded > 0)
            story = story.Did(Verbs.Refund(refunded));

        var undelivered = 10 - cancelled - shipped;
        var debt = owed - (paid - refunded);
        List<Blocker> unmet = [];
        if (!client)
            unmet.Add(Blocked.Unidentified);
        if (delivered == 0)
            unmet.Add(Blocked.NothingShipped(undelivered > 0 ? "recordShipment" : "closeDeal"));
        else if (undelivered > 0)
            unmet.Add(Blocked.Undelivered(Rub(undelivered * Price)));
        if (debt > 0)
            unmet.Add(Blocked.ClientOwes(Rub(debt)));
        if (debt < 0)
            unmet.Add(Blocked.WeOwe(Rub(-debt), undelivered > 0 ? "recordShipment" : "recordRefund"));

        var answer = Given(story).When(Verbs.Win);
        if (unmet.Count > 0)
            answer.ThenRefused("deal.gate_unmet", [.. unmet]);
        else
            answer.Then(new DealClosed(Outcome.Won, null, null, 0, null, null, null, null));
    }

    [Fact]
    public void Balanced_asks_for_everything_but_a_delivery()
    {
        Given(Deals.Simple).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.Unidentified);
        Given(Deals.Simple.Did(new IdentifyClient(Acme))).When(Verbs.Win).Then(Verbs.WonWithoutShipmentCheck);
        Given(Deals.SimpleOrder).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.Undelivered("1200.00 RUB"));
        Given(Deals.SimpleOrder.Did(Verbs.Ship(10)))
            .When(Verbs.Win)
            .ThenRefused("deal.gate_unmet", Blocked.ClientOwes("1200.00 RUB"));
    }

    [Fact]
    public void Balanced_asks_for_a_delivery_where_the_company_says_so()
    {
        var identified = Deals.Simple.Did(new IdentifyClient(Acme)) with { BalancedNeedsShipment = true };
        Given(identified).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.NothingShipped("placeOrder"));
        var settled = (Deals.SimpleOrder with { BalancedNeedsShipment = true })
            .Did(Verbs.Ship(10))
            .Did(Verbs.Pay(1200));
        Given(settled).When(Verbs.Win).Then(new DealClosed(Outcome.Won, null, null, 0, null, null, null, null));
        settled.Did(Verbs.Win).Deal.Closing!.NotChecked.Should().BeNull("everything was checked");
        Deals
            .Simple.Did(new IdentifyClient(Acme))
            .Did(Verbs.Win)
            .Deal.Closing!.NotChecked!.Value.Should()
            .Equal("shipment.none");
    }

    [Fact]
    public void A_free_line_must_be_delivered_too()
    {
        var given = Deals
            .Simple.Did(new IdentifyClient(Acme))
            .Did(Verbs.OrderOf(null, TenChairs with { Total = 0, Net = 0, Vat = 0, Price = 0 }));
        Given(given)
            .When(Verbs.Win)
            .ThenRefused("deal.gate_unmet", Blocked.OfDeal("shipment.incomplete", "0", "10", "recordShipment"));
    }

    [Fact]
    public void Lists_the_open_task_with_everything_else() =>
        Given(Deals.Opened)
            .When(Verbs.Win)
            .ThenRefused(
                "deal.gate_unmet",
                Blocked.Unidentified,
                Blocked.NothingShipped("placeOrder"),
                Blocked.TasksOpen(Deals.Opened.Open)
            );

    private static decimal Part(string how, decimal whole) =>
        how switch
        {
            "no" => 0,
            "partial" => whole / 2,
            _ => whole,
        };

    private static string Rub(decimal sum) =>
        sum.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) + " RUB";
}
