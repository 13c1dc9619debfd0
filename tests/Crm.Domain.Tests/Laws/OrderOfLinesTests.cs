using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>The order in which lines were given, and tasks were raised, is kept; their ids are random.</summary>
public sealed class OrderOfLinesTests
{
    [Fact]
    public void Documents_that_take_all_lines_keep_the_order_in_which_they_were_given()
    {
        Gen.Select(RandomDocuments.Documents, Gen.Int[0, 3])
            .Sample(
                (documents, parted) =>
                {
                    var (lines, _, includesVat, currency) = documents.Document;
                    LineId[] given =
                    [
                        .. lines
                            .Select((_, i) => (Key: documents.Keys[i % documents.Keys.Length], Index: i))
                            .OrderBy(x => x.Key)
                            .ThenByDescending(x => x.Index)
                            .Select(x => new LineId(Id(700 + x.Index))),
                    ];
                    var priced = Pricing.Of(
                        [.. lines.Select((x, i) => x with { Line = given[i], Alternative = false })],
                        includesVat,
                        currency,
                        null
                    );
                    var story = Deals.Simple.Did(new PlaceOrder(TheOrder, null, includesVat, currency, priced));
                    Law.Holds(story.Deal.Ledger.Lines.Select(x => x.Id).SequenceEqual(given), "the ledger");
                    Law.Holds(Lost(story).SequenceEqual(given), "the rest that a loss cancels");
                    if (parted > 0)
                        story = story.Did(
                            new RecordShipment(TheShipment, TheOrder, [new(given[^1], 0.1m, null, null)], null)
                        );
                    story = story
                        .Did(new IssueInvoice(TheInvoice, TheOrder, null, null, null, currency, null, null))
                        .Did(new RecordShipment(new(Id(61)), TheOrder, null, null))
                        .Did(new AcceptReturn(TheReturn, new(Id(61)), null, Why));
                    var invoice = story.Events.OfType<InvoiceIssued>().Single();
                    story = story.Did(new ReissueInvoice(new(Id(41)), invoice, null, null, Why));
                    LineId[][] kept =
                    [
                        .. story.Events.OfType<InvoiceIssued>().Select(x => x.Lines.Select(y => y.Line).ToArray()),
                        [.. story.Events.OfType<ShipmentMade>().Last().Lines.Select(x => x.Line)],
                        [.. story.Events.OfType<ReturnAccepted>().Single().Lines.Select(x => x.Line)],
                    ];
                    foreach (var order in kept)
                        Law.Holds(order.SequenceEqual(given), "as given");
                },
                iter: new Cases(Few: 300, Full: 3000).Count,
                threads: 2
            );
    }

    [Fact]
    public void A_return_of_the_rest_has_the_order_of_its_shipment()
    {
        var story = Deals
            .Simple.Did(Verbs.OrderOf(null, TenChairs, Priced(Setup, 1, 500)))
            .Did(
                new RecordShipment(TheShipment, TheOrder, [new(Setup, 1, null, null), new(Chairs, 2, null, null)], null)
            )
            .Did(new AcceptReturn(TheReturn, TheShipment, null, Why));
        story.Events.OfType<ReturnAccepted>().Single().Lines.Select(x => x.Line).Should().Equal(Setup, Chairs);
    }

    [Fact]
    public void Orders_from_a_proposal_have_the_order_of_its_lines()
    {
        var content = Content(Priced(Setup, 1, 500), TenChairs);
        var placed = Deals
            .Simple.Did(new DraftProposal(Offer, content))
            .Did(new IssueProposal(Offer, content))
            .Did(new PlaceOrderFromProposal(TheOrder, Offer, content, null))
            .Events.OfType<OrderPlaced>()
            .Single();
        placed.Lines.Select(x => x.ProposalLine).Should().Equal(Setup, Chairs);
    }

    [Fact]
    public void Tasks_raised_at_one_instant_are_in_the_order_of_the_process()
    {
        var ids = Enumerable.Range(900, 6).Reverse().Select(n => new StageTaskId(Id(n))).ToArray();
        var deal = ids.Aggregate(
            Deals.Simple.Deal,
            (before, id) =>
                Deal.Evolve(
                    before,
                    TheDeal,
                    new StageTaskRaised(id, $"task-{id}", "stage", Monday, Timed: false, Again: false)
                    {
                        HappenedAt = Monday,
                    }
                )
        );
        deal.RaisedTasks.Select(x => x.Id).Should().Equal(ids);
        deal.OpenTasks.Select(x => x.Id).Should().Equal(ids);
        StageFlow
            .Withdraw(deal, Cause.Rule("deal.lost"))
            .OfType<StageTaskWithdrawn>()
            .Select(x => x.Task)
            .Should()
            .Equal(ids);
    }

    private static IEnumerable<LineId> Lost(Story story) =>
        story.Did(Verbs.Lose).Events.OfType<OrderLinesCancelled>().Single().Lines.Select(x => x.Line);
}
