namespace Crm.Domain.Tests;

/// <summary>Orders from one proposal together are at most its quantities and its total; a rest needs no new approval.</summary>
public sealed class OrderFromProposalTests
{
    private static readonly LineId Oak = new(Id(33));

    /// <summary>Ten chairs at 15 % off and a delivery: 1020 and 120 with VAT.</summary>
    private static readonly ProposalContent Content = Known.Content(
        Priced(Chairs, 10, 100, discount: 15),
        Priced(Setup, 1, 100)
    );

    private static readonly Story Approved = Deals
        .Simple.Did(new IdentifyClient(Acme))
        .Did(new DraftProposal(Offer, Content))
        .Did(new RequestDiscountApproval(Offer, Content, 1, null), limit: 10)
        .Did(new ApproveDiscount(Offer, Content, 1, 1, null))
        .Did(new IssueProposal(Offer, Content), limit: 10);

    [Fact]
    public void The_whole_is_ordered_once()
    {
        foreach (var limit in new decimal?[] { 10, null })
        {
            var ordered = Approved.Did(Order(1), limit: limit);
            Given(ordered)
                .When(Order(2), limit: limit)
                .ThenRefused(
                    "order.exceeds_proposal",
                    OfLine(Chairs, "<= 0", "10"),
                    OfLine(Setup, "<= 0", "1"),
                    Blocked.OfProposal(
                        "order.exceeds_proposal",
                        Offer,
                        "<= 1140.00 RUB",
                        "2280.00 RUB",
                        "reviseProposal"
                    )
                );
        }
    }

    [Fact]
    public void A_rest_is_ordered_without_a_new_approval()
    {
        var four = Approved.Did(Order(1, (Chairs, 4)), limit: 10);
        Given(four)
            .When(Order(2, (Chairs, 7)), limit: 10)
            .ThenRefused("order.exceeds_proposal", OfLine(Chairs, "<= 6", "7"));
        var rest = Given(four).When(Order(2), limit: 10).Decision.Events.OfType<OrderPlaced>().Single();
        rest.Lines.Select(x => (x.ProposalLine, x.Quantity, x.Total)).Should().Equal((Chairs, 6, 612), (Setup, 1, 120));
    }

    [Fact]
    public void What_was_cancelled_may_be_ordered_again()
    {
        var ordered = Approved.Did(Order(1), limit: 10);
        var line = ordered.Deal.Ledger.Orders[OrderOf(1)].Lines.Values.Single(x => x.ProposalLine == Chairs).Id;
        var cancelled = ordered.Did(new CancelOrderLines(OrderOf(1), [new LineQuantity(line, 3)], Why), limit: 10);
        Given(cancelled)
            .When(Order(2), limit: 10)
            .Decision.Events.OfType<OrderPlaced>()
            .Single()
            .Lines.Select(x => (x.ProposalLine, x.Quantity))
            .Should()
            .Equal((Chairs, 3m));
    }

    [Fact]
    public void Without_a_limit_and_an_approval_more_may_be_ordered_than_was_offered()
    {
        var issued = Deals
            .Simple.Did(new DraftProposal(Offer, Content))
            .Did(new IssueProposal(Offer, Content))
            .Did(Order(1));
        Given(issued).When(Order(2)).Decision.Refused.Should().BeNull("the same could be ordered without the proposal");
        Given(issued).When(Order(2), limit: 10).Decision.Refused!.Code.Should().Be("order.exceeds_proposal");
    }

    [Fact]
    public void An_alternative_replaces_a_main_line()
    {
        var oak = PricedLine.From(Priced(Oak, 10, 300).Asked() with { Alternative = true }, false, Rub);
        var content = Content with { Lines = Content.Lines.Add(oak) };
        var issued = Deals
            .Simple.Did(new DraftProposal(Offer, content))
            .Did(new IssueProposal(Offer, content))
            .Did(new PlaceOrderFromProposal(OrderOf(1), Offer, content, [new(Oak, null)]), limit: 10);
        Given(issued)
            .When(new PlaceOrderFromProposal(OrderOf(2), Offer, content, [new(Setup, null)]), limit: 10)
            .Decision.Refused.Should()
            .BeNull();
        Given(issued)
            .When(
                new PlaceOrderFromProposal(OrderOf(2), Offer, content, [new(Chairs, null), new(Setup, null)]),
                limit: 10
            )
            .Decision.Refused!.Code.Should()
            .Be("order.exceeds_proposal", "the oak chairs came instead of a line");
    }

    [Fact]
    public void Each_alternative_takes_one_place_and_there_are_as_many_as_main_lines()
    {
        var content = Known.Content([
            Priced(Chairs, 1, 100, vat: null),
            .. Enumerable.Range(0, 3).Select(i => Alternative(i, 1, 100)),
        ]);
        var issued = Deals.Simple.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
        var one = issued.Did(From(content, 1, (Other(0), 1)), limit: 10);
        Given(one)
            .When(From(content, 2, (Other(1), 1)), limit: 10)
            .ThenRefused("order.exceeds_proposal", OfTotal("<= 100.00 RUB", "200.00 RUB"));
    }

    [Fact]
    public void A_part_of_an_alternative_takes_the_same_part_of_a_place()
    {
        var content = Known.Content(
            Priced(Chairs, 1, 100, vat: null),
            Priced(Setup, 1, 10, vat: null),
            Alternative(0, 10, 50)
        );
        var issued = Deals.Simple.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
        Given(issued)
            .When(From(content, 1, (Chairs, 1), (Setup, 1), (Other(0), 1)), limit: 10)
            .ThenRefused("order.exceeds_proposal", OfTotal("<= 159.00 RUB", "160.00 RUB"));
        Given(issued)
            .When(From(content, 1, (Chairs, 1), (Setup, 0.9m), (Other(0), 1)), limit: 10)
            .Decision.Refused.Should()
            .BeNull("a tenth came in place of a tenth");
    }

    /// <summary>Random orders of main lines and alternatives; the sum is compared with all ways to choose.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_orders_are_at_most_what_the_offer_costs_with_alternatives_in_place_of_main_lines(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 60; run++)
        {
            var mains = Random(random);
            var content = mains with
            {
                Lines =
                [
                    .. mains.Lines,
                    .. Enumerable.Range(0, random.Next(1, 4)).Select(i => Alternative(i, 3, random.Next(1, 300))),
                ],
            };
            var most = Largest([.. content.Lines.Where(x => x.Alternative)], [.. content.Main]);
            var story = Deals.Simple.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
            for (var step = 1; step <= 12; step++)
            {
                var (decision, used) = story.Decide(Step(random, story, content, step), null, Rights.All, limit: 10);
                if (decision.Refused is null)
                    story = story.Appended(decision, used);
                Ordered(story).Sum(x => x.Ordered).Should().BeLessThanOrEqualTo(most);
            }
        }
    }

    /// <summary>The largest sum with each alternative at most once, in place of one main line.</summary>
    private static decimal Largest(ImmutableArray<PricedLine> alternatives, ImmutableArray<PricedLine> mains)
    {
        if (alternatives is not [var first, .. var others])
            return mains.Sum(x => x.Total);
        var chosen = mains.Select(main => first.Total + Largest([.. others], mains.Remove(main)));
        return chosen.Append(Largest([.. others], mains)).Max();
    }

    private static LineId Other(int n) => new(Id(340 + n));

    private static PricedLine Alternative(int n, decimal quantity, decimal price) =>
        Priced(Other(n), quantity, price, vat: null) with
        {
            Alternative = true,
        };

    private static Blocker OfTotal(string expected, string actual) =>
        Blocked.OfProposal("order.exceeds_proposal", Offer, expected, actual, "reviseProposal");

    [Fact]
    public void Orders_of_earlier_builds_count_by_what_they_ordered()
    {
        var old = Approved.Did(
            new PlaceOrder(
                OrderOf(1),
                Offer,
                false,
                Rub,
                [Content.Lines[0].Part(default, 8, false, Rub) with { Line = new(Id(501)) }]
            )
        );
        Given(old)
            .When(Order(2, (Chairs, 3)), limit: 10)
            .ThenRefused("order.exceeds_proposal", OfLine(Chairs, "<= 2", "3"));
    }

    /// <summary>Random orders and cancellations, whatever they ask for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_a_proposal_is_ordered_in_parts_all_orders_are_at_most_the_proposal(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 60; run++)
        {
            var offered = Random(random);
            var story = Deals.Simple.Did(new DraftProposal(Offer, offered)).Did(new IssueProposal(Offer, offered));
            for (var step = 1; step <= 12; step++)
            {
                var command = Step(random, story, offered, step);
                var (decision, used) = story.Decide(command, null, Rights.All, limit: 10);
                if (decision.Refused is null)
                    story = story.Appended(decision, used);
                Hold(story, offered);
            }

            var (last, ids) = story.Decide(
                new PlaceOrderFromProposal(OrderOf(99), Offer, offered, null),
                null,
                Rights.All,
                limit: 10
            );
            if (last.Refused is null)
                story = story.Appended(last, ids);
            Ordered(story).Sum(x => x.Ordered).Should().Be(offered.Total.Amount, "the rest completes the whole");
        }
    }

    private static DealCommand Step(Random random, Story story, ProposalContent offered, int step)
    {
        var orders = story.Deal.Ledger.Orders.Values.ToArray();
        if (random.Next(4) == 0 && orders.Length > 0)
        {
            var order = orders[random.Next(orders.Length)];
            var line = order.Lines.Values.ElementAt(random.Next(order.Lines.Count));
            return new CancelOrderLines(order.Id, [new LineQuantity(line.Id, Part(random, line.Rest))], Why);
        }

        var choices = offered
            .Lines.Where(_ => random.Next(3) > 0)
            .Select(x => new LineChoice(x.Line, random.Next(5) == 0 ? null : Part(random, x.Quantity)));
        return new PlaceOrderFromProposal(OrderOf(step), Offer, offered, random.Next(6) == 0 ? null : [.. choices]);
    }

    private static void Hold(Story story, ProposalContent offered)
    {
        foreach (var line in offered.Lines)
            Ordered(story)
                .Where(x => x.ProposalLine == line.Line)
                .Sum(x => x.Quantity - x.Cancelled)
                .Should()
                .BeLessThanOrEqualTo(line.Quantity);
        Ordered(story).Sum(x => x.Ordered).Should().BeLessThanOrEqualTo(offered.Total.Amount);
        foreach (var placed in story.Events.OfType<OrderPlaced>().SelectMany(x => x.Lines))
            (placed.Net + placed.Vat, placed.Total >= 0, placed.Vat >= 0).Should().Be((placed.Total, true, true));
    }

    private static IEnumerable<OrderLine> Ordered(Story story) =>
        story.Deal.Ledger.Orders.Values.SelectMany(x => x.Lines.Values);

    private static decimal Part(Random random, decimal of) =>
        random.Next(5) == 0 ? of : Math.Max(0.000001m, Math.Round(of * random.Next(1, 110) / 100, random.Next(7)));

    private static ProposalContent Random(Random random)
    {
        decimal[] prices = [0.01m, 0.005m, 33.33m, 99.999999m, 1.5m, 100];
        var lines = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(i => new LineDraft(
                new(Id(300 + i)),
                null,
                "thing",
                random.Next(1, 30) / (random.Next(3) == 0 ? 7m : 1) is var quantity ? Math.Round(quantity, 6) : 1,
                "pcs",
                prices[random.Next(prices.Length)],
                random.Next(11),
                random.Next(3) == 0 ? null : 20,
                null
            ));
        var includesVat = random.Next(2) == 0;
        var discount = random.Next(2) == 0 ? null : new DocumentDiscount(random.Next(1, 10), null);
        return new(
            Pricing.Of([.. lines], includesVat, Rub, discount),
            Rub,
            includesVat,
            new DateOnly(2026, 3, 31),
            null
        );
    }

    private static PlaceOrderFromProposal Order(int n, params (LineId Line, decimal Quantity)[] lines) =>
        From(Content, n, lines);

    private static PlaceOrderFromProposal From(
        ProposalContent content,
        int n,
        params (LineId Line, decimal Quantity)[] lines
    ) =>
        new(
            OrderOf(n),
            Offer,
            content,
            lines is [] ? null : [.. lines.Select(x => new LineChoice(x.Line, x.Quantity))]
        );

    private static OrderId OrderOf(int n) => new(Id(600 + n));

    private static Blocker OfLine(LineId line, string expected, string actual) =>
        new(
            "order.exceeds_proposal",
            $"line:{line}",
            expected,
            actual,
            Fixes.To("reviseProposal", ("proposalId", Offer))
        );
}
