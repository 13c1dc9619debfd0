using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>The share of lines without a product holds for all orders from a proposal together, however it is ordered.</summary>
public sealed class FreeTextOfOrdersTests
{
    private const string Code = "discount.approval_required";
    private static readonly ProductId Chair = new(Id(400));
    private static readonly LineId Oak = new(Id(33));
    private static readonly Fix Revise = Fixes.To("reviseProposal", ("proposalId", Offer));
    private static readonly Fix PlaceOrder = Fixes.To("placeOrder", ("dealId", TheDeal));

    private static readonly Story Deal = Deals.Simple.Did(new IdentifyClient(Acme)) with
    {
        Prices = new(FreeTextLines.Limit, 20, null),
    };

    /// <summary>Ten chairs and ten pieces of anything; 80 and 20 % of the net.</summary>
    private static readonly ProposalContent Content = Known.Content(Product(Chairs, 80), Text(Setup, 20));

    private static readonly Story Issued = Deal.Did(new DraftProposal(Offer, Content))
        .Did(new IssueProposal(Offer, Content), limit: 10);

    [Fact]
    public void The_text_is_not_ordered_alone()
    {
        Given(Issued).When(Order(1, (Setup, 10)), limit: 10).ThenRefused(Code, Beyond("100 %", PlaceOrder));
        Given(Issued)
            .When(Order(1, (Chairs, 4), (Setup, 5)), limit: 10)
            .ThenRefused(Code, Beyond("23.8095 %", PlaceOrder));
        Given(Issued)
            .When(Order(1, (Setup, 10)))
            .Decision.Refused.Should()
            .BeNull("without a limit any share is agreed");
    }

    [Fact]
    public void Parts_are_ordered_while_the_share_holds()
    {
        var chairs = Issued.Did(Order(1, (Chairs, 6)), limit: 10);
        var some = chairs.Did(Order(2, (Setup, 6)), limit: 10);
        Given(some).When(Order(3, (Setup, 1)), limit: 10).ThenRefused(Code, Beyond("22.5806 %", PlaceOrder));
        var whole = some.Did(Order(3), limit: 10);
        whole.Deal.Ledger.Balance.Ordered.Should().Be(Content.Total.Amount);
    }

    [Fact]
    public void Equal_parts_have_the_share_of_the_whole_whatever_they_are_rounded_to()
    {
        var content = Known.Content(
            Priced(Chairs, 3, 26.67m) with
            {
                Product = Chair,
                BasePrice = 26.67m,
                Net = 80,
                Vat = 16,
                Total = 96,
            },
            Priced(Setup, 3, 6.67m) with
            {
                Net = 20,
                Vat = 4,
                Total = 24,
            }
        );
        var issued = Deal.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content), limit: 10);
        var third = new PlaceOrderFromProposal(OrderOf(1), Offer, content, [new(Chairs, 1), new(Setup, 1)]);
        Given(issued)
            .When(third, limit: 10)
            .Decision.Refused.Should()
            .BeNull("26.67 and 6.67 are 20 % of what was offered");
    }

    [Fact]
    public void Orders_of_others_count_and_products_are_never_refused()
    {
        var text = Issued.Did(Order(1, (Setup, 5)));
        Given(text).When(Order(2, (Setup, 1)), limit: 10).ThenRefused(Code, Beyond("100 %", PlaceOrder));
        Given(text).When(Order(2, (Chairs, 1)), limit: 10).Decision.Refused.Should().BeNull("the share falls");
    }

    [Fact]
    public void A_proposal_that_agreed_more_text_is_ordered_up_to_its_share()
    {
        var content = Known.Content(Product(Chairs, 50), Text(Setup, 50));
        var issued = Deal.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
        Given(issued)
            .When(From(content, 1), limit: 10)
            .Decision.Refused.Should()
            .BeNull("its author needed no approval");
        Given(issued)
            .When(From(content, 1, (Chairs, 1), (Setup, 2)), limit: 10)
            .ThenRefused(Code, Beyond("66.6667 %", PlaceOrder, "<= 50 %"));
    }

    [Fact]
    public void A_new_revision_is_needed_when_a_chosen_alternative_makes_the_text_too_large_a_share()
    {
        var content = Content with { Lines = Content.Lines.Add(Product(Oak, 40) with { Alternative = true }) };
        var chosen = Deal.Did(new DraftProposal(Offer, content))
            .Did(new IssueProposal(Offer, content), limit: 10)
            .Did(From(content, 1, (Oak, 10)), limit: 10);
        Given(chosen).When(From(content, 2, (Setup, 10)), limit: 10).ThenRefused(Code, Beyond("33.3333 %", Revise));
    }

    [Fact]
    public void A_text_in_place_of_a_product_needs_a_new_revision()
    {
        var content = Known.Content(Product(Chairs, 80), Text(Setup, 20) with { Alternative = true });
        var chosen = Deal.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content), limit: 10);
        Given(chosen).When(From(content, 1, (Setup, 10)), limit: 10).ThenRefused(Code, Beyond("100 %", Revise));
    }

    [Fact]
    public void An_approved_proposal_is_ordered_line_by_line()
    {
        var content = Known.Content(Product(Chairs, 50), Text(Setup, 50));
        var approved = Approved(content);
        var text = approved
            .Did(new IssueProposal(Offer, content), limit: 10)
            .Did(From(content, 1, (Setup, 10)), limit: 10)
            .Did(From(content, 2), limit: 10);
        Given(text).When(Cancel(text, 2, Chairs, 10), limit: 10).Decision.Refused.Should().BeNull("it was approved");
    }

    [Fact]
    public void An_approval_of_another_content_allows_nothing()
    {
        var issued = Approved(Known.Content(Product(Chairs, 50), Text(Setup, 50)))
            .Did(new IssueProposal(Offer, Content) { Revision = 2 }, limit: 10);
        Given(issued).When(Order(1, (Setup, 10)), limit: 10).ThenRefused(Code, Beyond("100 %", PlaceOrder));
        var ordered = issued.Did(Order(1), limit: 10);
        Given(ordered)
            .When(Cancel(ordered, 1, Chairs, 10), limit: 10)
            .Decision.Refused!.Code.Should()
            .Be(Code, "an approval is of one content");
        Given(ordered)
            .When(Order(2))
            .Decision.Refused.Should()
            .BeNull("nothing is approved, and the caller has no limit");
    }

    [Fact]
    public void A_cancellation_leaves_no_larger_share_in_all_orders()
    {
        var ordered = Issued.Did(Order(1, (Chairs, 10)), limit: 10).Did(Order(2, (Setup, 10)), limit: 10);
        var first = Fixes.To("cancelOrderLines", ("dealId", TheDeal), ("orderId", OrderOf(2)));
        Given(ordered).When(Cancel(ordered, 1, Chairs, 10), limit: 10).ThenRefused(Code, Beyond("100 %", first));
        Given(ordered).When(Cancel(ordered, 1, Chairs, 10)).Decision.Refused.Should().BeNull();
        var without = ordered.Did(Cancel(ordered, 2, Setup, 10), limit: 10);
        Given(without).When(Cancel(ordered, 1, Chairs, 10), limit: 10).Decision.Refused.Should().BeNull();
        var shipped = ordered.Did(Shipped(ordered, 2));
        Given(shipped).When(Cancel(ordered, 1, Chairs, 1), limit: 10).ThenRefused(Code, Beyond("21.7391 %", null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_a_proposal_is_ordered_in_parts_its_text_is_within_the_limit(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 40; run++)
        {
            var offered = Offered(random);
            var story = Deal.Did(new DraftProposal(Offer, offered)).Did(new IssueProposal(Offer, offered), limit: 10);
            for (var step = 1; step <= 12; step++)
            {
                story = Tried(story, Step(random, story, offered, step));
                Free(story).Should().BeLessThanOrEqualTo(0.2m);
            }

            story = Tried(story, From(offered, 98, Rests(story, offered.Main.Where(line => line.Product is not null))));
            story = Tried(story, From(offered, 99, Rests(story, offered.Main)));
            story.Deal.Ledger.Balance.Ordered.Should().Be(offered.Total.Amount, "products first, then the rest");
        }
    }

    private static Story Tried(Story story, DealCommand command)
    {
        var (decision, used) = story.Decide(command, null, Rights.All, limit: 10);
        return decision.Refused is null ? story.Appended(decision, used) : story;
    }

    private static DealCommand Step(Random random, Story story, ProposalContent offered, int step)
    {
        var orders = story.Deal.Ledger.Orders.Values.Where(x => x.Lines.Values.Any(line => line.Rest > 0)).ToArray();
        if (random.Next(3) == 0 && orders.Length > 0)
        {
            var order = orders[random.Next(orders.Length)];
            var line = order.Lines.Values.First(x => x.Rest > 0);
            return new CancelOrderLines(order.Id, [new(line.Id, random.Next(1, (int)line.Rest + 1))], Why);
        }

        var chosen = offered.Lines.Where(_ => random.Next(2) == 0).DefaultIfEmpty(offered.Lines[0]);
        return From(offered, step, [.. chosen.Select(line => (line.Line, (decimal)random.Next(1, 11)))]);
    }

    /// <summary>Up to three products, one text of at most a fifth of them all, sometimes a further text.</summary>
    private static ProposalContent Offered(Random random)
    {
        var products = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(i => Product(new(Id(300 + i)), random.Next(1, 100) * 8))
            .ToArray();
        var most = products.Sum(line => line.Price) / 4;
        var first = random.Next(1, (int)most);
        return Known.Content([.. products, Text(Setup, first), Text(Oak, most - first)]);
    }

    private static (LineId, decimal)[] Rests(Story story, IEnumerable<PricedLine> lines) =>
        [
            .. lines
                .Select(line =>
                    (
                        line.Line,
                        line.Quantity
                            - InForce(story).Where(x => x.ProposalLine == line.Line).Sum(x => x.Quantity - x.Cancelled)
                    )
                )
                .Where(x => x.Item2 > 0),
        ];

    private static decimal Free(Story story)
    {
        var nets = InForce(story).Select(line => (line.Product, line.InForce.Net)).ToArray();
        return nets.Sum(x => x.Net) is > 0 and var whole
            ? nets.Where(x => x.Product is null).Sum(x => x.Net) / whole
            : 0;
    }

    private static IEnumerable<OrderLine> InForce(Story story) =>
        story.Deal.Ledger.Orders.Values.SelectMany(x => x.Lines.Values);

    private static Story Approved(ProposalContent content) =>
        Deal.Did(new DraftProposal(Offer, content))
            .Did(new RequestDiscountApproval(Offer, content, 1, null), limit: 10)
            .Did(new ApproveDiscount(Offer, content, 1, 1, null));

    private static Blocker Beyond(string share, Fix? fix, string expected = "<= 20 %") =>
        new("free_text.limit_exceeded", $"proposal:{Offer}", expected, share, fix);

    private static CancelOrderLines Cancel(Story story, int order, LineId line, decimal quantity) =>
        new(
            OrderOf(order),
            [
                new(
                    story.Deal.Ledger.Orders[OrderOf(order)].Lines.Values.Single(x => x.ProposalLine == line).Id,
                    quantity
                ),
            ],
            Why
        );

    private static RecordShipment Shipped(Story story, int order) =>
        new(
            TheShipment,
            OrderOf(order),
            [
                .. story
                    .Deal.Ledger.Orders[OrderOf(order)]
                    .Lines.Values.Select(x => new ShippedQuantity(x.Id, x.Quantity, null, null)),
            ],
            null
        );

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

    private static PricedLine Product(LineId line, decimal price) =>
        PricedLine.From(Priced(line, 10, price).Asked() with { Product = Chair, BasePrice = price }, false, Rub);

    private static PricedLine Text(LineId line, decimal price) => Priced(line, 10, price);
}
