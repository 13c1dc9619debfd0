namespace Crm.Domain.Tests;

public sealed class PlaceOrderTests
{
    private static readonly Story Offered = Deals
        .Simple.Did(new DraftProposal(Offer, Chairs10))
        .Did(new IssueProposal(Offer, Chairs10));

    [Fact]
    public void From_an_issued_proposal_or_free()
    {
        Given(Offered)
            .When(Verbs.Ordered)
            .Then(new OrderPlaced(TheOrder, "O-2026-000001", Offer, false, Rub, [TenChairs]));
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs))
            .Then(new OrderPlaced(TheOrder, "O-2026-000001", null, false, Rub, [TenChairs]));
        Given(Deals.SimpleOrder)
            .When(Verbs.OrderOf(null, TenChairs) with { Id = new(Id(33)) })
            .Then(new OrderPlaced(new(Id(33)), "O-2026-000002", null, false, Rub, [TenChairs]));
    }

    [Fact]
    public void Never_from_what_is_no_offer()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(Verbs.Ordered)
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued or accepted", "draft", "issueProposal")
            );
        Given(Offered.Did(new DeclineProposal(Offer, Why)))
            .When(Verbs.Ordered)
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or accepted", "declined", "reviseProposal")
            );
        Given(Offered.At(Utc(4, 1, "00:00:00")))
            .When(Verbs.Ordered)
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "not expired", "issued", "reviseProposal")
            );
        Given(Deals.Simple)
            .When(Verbs.Ordered)
            .ThenInvalid("/proposalId", "proposal.not_found", "a proposal of this deal");
    }

    [Fact]
    public void An_accepted_one_does_not_expire() =>
        Given(Offered.Did(new AcceptProposal(Offer, null)).At(Utc(4, 1, "00:00:00")))
            .When(Verbs.Ordered)
            .Then(new OrderPlaced(TheOrder, "O-2026-000001", Offer, false, Rub, [TenChairs]));

    [Fact]
    public void Lines_make_sense()
    {
        Given(Deals.Simple).When(Verbs.OrderOf(null)).ThenInvalid("/lines", "lines.missing", "at least one");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs, TenChairs))
            .ThenInvalid("/lines/1/lineId", "order_line.twice", "each line once");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs with { Quantity = 0 }))
            .ThenInvalid("/lines/0/quantity", "quantity.not_positive", "> 0");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs with { Quantity = 1_000_000_001 }))
            .ThenInvalid("/lines/0/quantity", "quantity.too_large", "<= 1000000000");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs with { Quantity = 0.0000001m }))
            .ThenInvalid("/lines/0/quantity", "quantity.too_precise", "at most 6 decimals");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs with { Price = -1 }))
            .ThenInvalid("/lines/0/price", "amount.negative", ">= 0");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, TenChairs with { DiscountPercent = 101 }))
            .ThenInvalid("/lines/0/discountPercent", "percent.out_of_range", "0-100");
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, Priced(Chairs, 1_000_000_000, 1_000_000_000_000_000)))
            .ThenInvalid("/lines/0", "amount.too_large", "a sum below 1000000000000000");
        foreach (var listed in new[] { 1_000_000_000_000_000m, -1_000_000_000_000_000m })
            Given(Deals.Simple)
                .When(Verbs.OrderOf(null, TenChairs with { ListDiscount = listed }))
                .ThenInvalid("/lines/0", "amount.too_large", "a sum below 1000000000000000");
    }

    [Fact]
    public void An_id_is_taken_once() =>
        Given(Deals.SimpleOrder).When(Verbs.OrderOf(null, TenChairs)).ThenRefused("id.taken");

    [Fact]
    public void Another_currency_is_refused() =>
        Given(Deals.Simple.Did(new EditDeal([new ExpectedAmountChanged(Dollars(1))])))
            .When(Verbs.OrderOf(null, TenChairs))
            .ThenDiffers("USD", "RUB");

    [Fact]
    public void Part_of_a_line_takes_its_part_of_what_is_off_in_money()
    {
        var line = Pricing.Of([TenChairs.Asked() with { DiscountSum = 10 }], false, Rub, new(null, 5))[0];
        var part = line.Part(default, 3, false, Rub);
        (part.Quantity, part.DiscountSum, part.DocumentDiscount, part.Net, part.Vat, part.Discount)
            .Should()
            .Be((3m, 3m, 1.5m, 295.5m, 59.1m, 4.5m));
        line.Part(default, 10, false, Rub).Should().BeSameAs(line);
    }

    [Fact]
    public void An_order_has_the_proposals_discount_as_far_as_its_lines_go()
    {
        var content = Content(TenChairs, Priced(Setup, 1, 500)).Discounted(new(null, 150));
        content.DiscountOf(content.Lines).Should().Be(new DocumentDiscount(null, 150));
        content.DiscountOf([content.Lines[1]]).Should().Be(new DocumentDiscount(null, 50));
        content.Discounted(new(10, null)).DiscountOf([content.Lines[1]]).Should().Be(new DocumentDiscount(10, null));
        content.Discounted(null).DiscountOf(content.Lines).Should().BeNull();
    }

    [Fact]
    public void The_discount_of_the_document_is_in_the_event()
    {
        var lines = Pricing.Of([TenChairs.Asked()], false, Rub, new(null, 100));
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, lines[0]) with { Discount = new(null, 100) })
            .Then(new OrderPlaced(TheOrder, "O-2026-000001", null, false, Rub, lines) { Discount = new(null, 100) });
        Given(Deals.Simple)
            .When(Verbs.OrderOf(null, lines[0]) with { Discount = new(null, 1000.01m) })
            .ThenInvalid("/discount/sum", "discount.exceeds_document", "<= 1000.00 RUB");
    }
}
