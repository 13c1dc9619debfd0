using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>One rule for prices that are agreed with a client, whichever document agrees them.</summary>
public sealed class AgreedPriceTests
{
    private static readonly ProductId Chair = new(Id(400));
    private static readonly Story Deal = Deals.Simple.Did(new IdentifyClient(Acme));

    /// <summary>One chair at 0.01 USD; the catalogue has it at 1,000,000 RUB.</summary>
    private static readonly LineDraft Cheap = Line(0.01m) with { ForeignBasePrice = Roubles(1_000_000) };

    public static TheoryData<string> Documents => ["proposal", "order", "invoice", "reissued invoice"];

    [Theory, MemberData(nameof(Documents))]
    public void A_price_in_another_currency_is_compared_at_the_days_rate(string document)
    {
        var rated = Deal with { Rate = new DayRate(new(Usd, Rub), new DateOnly(2026, 3, 1), 80) };
        Needs(rated, document, Usd, Cheap).Should().Contain(("discount.approval_required", "<= 10 %", "100 %"));
        Needs(rated, document, Usd, Cheap with { Price = 11_250 }).Should().BeEmpty("it is 10 % below 12,500 USD");
        Needs(rated, document, Usd, Cheap with { Price = 11_249 })
            .Should()
            .Contain(("discount.approval_required", "<= 10 %", "10.01 %"));
        var inverse = Deal with { Rate = new DayRate(new(Rub, Usd), new DateOnly(2026, 3, 1), 0.0125m) };
        Needs(inverse, document, Usd, Cheap with { Price = 11_250 }).Should().BeEmpty();
        Needs(inverse, document, Usd, Cheap with { Price = 11_249 }).Should().NotBeEmpty();
    }

    [Fact]
    public void A_rate_through_the_base_currency_compares_too()
    {
        var euros = new Currency("EUR");
        var day = new DateOnly(2026, 3, 1);
        var rated = Deal with { Rates = [new(new(euros, Rub), day, 100), new(new(Usd, Rub), day, 80)] };
        var line = Line(11_250) with { ForeignBasePrice = new Money(10_000, euros) };
        Needs(rated, "order", Usd, line).Should().BeEmpty("10,000 EUR are 12,500 USD");
        Needs(rated, "order", Usd, line with { Price = 11_249 }).Should().NotBeEmpty();
        new PlaceOrder(TheOrder, null, false, Usd, [Priced(line, Usd)])
            .Converts(Context(rated, 10))
            .Should()
            .BeEquivalentTo([new CurrencyPair(euros, Usd), new(euros, Rub), new(Rub, Usd)]);
        new PlaceOrder(TheOrder, null, false, Usd, [Priced(line, Usd)])
            .Converts(Context(rated, null))
            .Should()
            .BeEmpty("nothing is judged without a limit");
    }

    [Theory, MemberData(nameof(Documents))]
    public void What_cannot_be_compared_needs_approval(string document)
    {
        Needs(Deal, document, Usd, Cheap)
            .Should()
            .Equal(
                (
                    "price.not_comparable",
                    "a base price of 'chair' that converts to USD, or a price list",
                    "1000000.00 RUB"
                )
            );
        Needs(Deal, document, Rub, Line(1_000_000))
            .Should()
            .Equal(("price.not_comparable", "a base price of 'chair' that converts to RUB, or a price list", "none"));
        Needs(Deal, document, Rub, Line(100) with { BasePrice = 100 }).Should().BeEmpty();
        var huge = Deal with { Rate = new DayRate(new(Usd, Rub), new DateOnly(2026, 3, 1), 0.0000000001m) };
        Needs(huge, document, Usd, Cheap with { Quantity = 1_000_000_000 })
            .Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be("price.not_comparable", "a price that fits no decimal is compared with nothing");
    }

    [Theory, MemberData(nameof(Documents))]
    public void A_price_list_is_used_by_those_whom_it_is_granted_to(string document)
    {
        var listed = Line(1) with { PriceList = "dealers" };
        var refused = (
            "price_list.not_granted",
            "a list that is open, or granted to your role or to the client",
            "dealers"
        );
        Needs(Granting(null), document, Rub, listed).Should().BeEmpty("a list without grants is open to all");
        Needs(Granting(new([], [Acme])), document, Rub, listed).Should().BeEmpty("the client fits");
        Needs(Granting(new(["dealer-sales"], [])) with { Roles = ["dealer-sales"] }, document, Rub, listed)
            .Should()
            .BeEmpty("the role fits");
        Needs(Granting(new(["dealer-sales"], [new(Id(77))])), document, Rub, listed).Should().Equal(refused);
        Needs(Granting(new(["dealer-sales"], [])) with { Roles = ["sales-manager"] }, document, Rub, listed)
            .Should()
            .Equal(refused);
    }

    [Theory, MemberData(nameof(Documents))]
    public void Free_text_lines_follow_the_setting(string document)
    {
        LineDraft[] lines = [Line(901) with { BasePrice = 901 }, Text(99)];
        Needs(Deal, document, Rub, lines).Should().BeEmpty("they are free unless the company says otherwise");
        var tenPercent = Deal with { Prices = new(FreeTextLines.Limit, 10, null) };
        Needs(tenPercent, document, Rub, lines).Should().BeEmpty();
        Needs(tenPercent, document, Rub, Line(900) with { BasePrice = 900 }, Text(100))
            .Should()
            .BeEmpty("10 is not above 10");
        Needs(tenPercent, document, Rub, Line(900) with { BasePrice = 900 }, Text(100.01m))
            .Should()
            .Equal(("free_text.limit_exceeded", "<= 10 %", "10.0009 %"));
        Needs(Deal with { Prices = new(FreeTextLines.Approval, 10, null) }, document, Rub, lines)
            .Should()
            .Equal(("free_text.approval_required", "a product of the catalogue", "anything"));
    }

    [Theory, MemberData(nameof(Documents))]
    public void Another_vat_rate_needs_its_permission_whatever_the_limit(string document)
    {
        var twenty = Deal with { Prices = new(FreeTextLines.Free, 10, 20) };
        foreach (var limit in new decimal?[] { 10, null })
        {
            Forbidden(Deal, Text(1) with { VatRate = 0 }, limit).Should().BeNull("without a default any rate is free");
            Forbidden(twenty, Text(1) with { VatRate = 20 }, limit).Should().BeNull();
            Forbidden(twenty, Text(1) with { VatRate = 0 }, limit).Should().Be("vat.choose");
            Forbidden(twenty, Text(1) with { VatRate = null }, limit).Should().Be("vat.choose");
            Forbidden(twenty, Line(100) with { BasePrice = 100, VatRate = 0 }, limit).Should().BeNull("the product's");
            Forbidden(Deal, Line(100) with { BasePrice = 100, VatRate = 0, IsVatByHand = true }, limit)
                .Should()
                .Be("vat.choose");
        }

        string? Forbidden(Story story, LineDraft line, decimal? limit)
        {
            var decision = Agreed(story, document, Rub, [line], limit, Rights.All & ~Rights.ChooseVat);
            return decision.Refused?.Details.GetValueOrDefault("missing");
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public void Callers_without_a_limit_agree_any_price(string document)
    {
        var strict = Granting(new(["dealer-sales"], [])) with { Prices = new(FreeTextLines.Approval, 0, null) };
        Agreed(
            strict,
            document,
            Usd,
            [Cheap, Text(1), Line(1) with { Line = new(Id(33)), PriceList = "dealers" }],
            null,
            Rights.All
        )
            .Refused.Should()
            .BeNull();
    }

    [Fact]
    public void Every_reason_is_requested_and_approved_for_one_content()
    {
        foreach (var line in new[] { Cheap, Text(1) })
        {
            var content = new ProposalContent([Priced(line, Usd)], Usd, false, new DateOnly(2026, 3, 31), null);
            var drafted = (Deal with { Prices = new(FreeTextLines.Approval, 10, null) }).Did(
                new DraftProposal(Offer, content)
            );
            var asked = Given(drafted)
                .When(new RequestDiscountApproval(Offer, content, 1, null), limit: 10)
                .Then(new DiscountApprovalRequested(Offer, 0, 1, Anna, null));
            Given(asked)
                .When(new ApproveDiscount(Offer, content, 1, 1, null), limit: 10)
                .Decision.Refused!.Code.Should()
                .Be("discount.own_request");
            var approved = Given(asked)
                .When(new ApproveDiscount(Offer, content, 1, 1, null), user: Boris)
                .Then(new DiscountApproved(Offer, 0, 1, null));
            Given(approved).When(new IssueProposal(Offer, content), limit: 10).Decision.Refused.Should().BeNull();
        }
    }

    [Fact]
    public void A_cancellation_raises_the_share_of_free_text_lines_no_further_than_the_limit()
    {
        var half = Deal with { Prices = new(FreeTextLines.Limit, 50, null) };
        LineDraft product = Line(100) with { Quantity = 10, BasePrice = 100 },
            text = Text(100) with { Quantity = 10 };
        var ordered = half.Did(
            new PlaceOrder(TheOrder, null, false, Rub, Pricing.Of([product, text], false, Rub, null)),
            limit: 10
        );
        Given(ordered)
            .When(Cancel(product, 1), limit: 10)
            .ThenRefused(
                "discount.approval_required",
                new Blocker(
                    "free_text.limit_exceeded",
                    $"order:{TheOrder}",
                    "<= 50 %",
                    "52.6316 %",
                    Fixes.To("draftProposal", ("dealId", TheDeal))
                )
            );
        Given(ordered).When(Cancel(product, 1)).Decision.Refused.Should().BeNull("without a limit any share is agreed");
        Given(ordered).When(Cancel(text, 3), limit: 10).Decision.Refused.Should().BeNull("the share falls");
        static CancelOrderLines Cancel(LineDraft line, decimal quantity) =>
            new(TheOrder, [new LineQuantity(line.Line, quantity)], Why);
    }

    private static DecisionContext Context(Story story, decimal? limit) =>
        new(
            story.Deal,
            story.Process,
            new CompanyCommandContext(story.Now, null, Anna, Rights.All, Moscow, Guid.NewGuid)
            {
                WriteOffLimit = Roubles(100),
                DiscountLimit = limit,
            }
        );

    private static Story Granting(PriceListGrants? grants)
    {
        var list = new PriceList("dealers", "Dealers", Rub, false, null, false) { Grants = grants };
        return Deal with { PriceLists = Deal.PriceLists.Add(list.Code, list) };
    }

    /// <summary>The reasons for an approval: code, expected and found.</summary>
    private static IEnumerable<(string Code, string Expected, string Actual)> Needs(
        Story story,
        string document,
        Currency currency,
        params LineDraft[] lines
    )
    {
        var refused = Agreed(story, document, currency, lines, 10, Rights.All).Refused;
        if (refused is not null)
            refused.Code.Should().Be("discount.approval_required");
        return refused is null
            ? []
            : [.. refused.Blockers.Select(x => (x.Code, x.Expected.ToString(), x.Actual.ToString()))];
    }

    private static Decision Agreed(
        Story story,
        string document,
        Currency currency,
        LineDraft[] drafts,
        decimal? limit,
        Rights rights
    )
    {
        var lines = Pricing.Of([.. drafts], false, currency, null);
        var content = new ProposalContent(lines, currency, false, new DateOnly(2026, 3, 31), null);
        var invoice = new IssueInvoice(TheInvoice, null, null, lines, null, currency, false, null);
        var (before, command) = document switch
        {
            "proposal" => (
                story.Did(new DraftProposal(Offer, content)),
                (DealCommand)new IssueProposal(Offer, content)
            ),
            "order" => (story, new PlaceOrder(TheOrder, null, false, currency, lines)),
            "invoice" => (story, invoice),
            _ => Reissued(story, invoice),
        };
        return Given(before).When(command, limit: limit, rights: rights).Decision;
    }

    private static (Story, DealCommand) Reissued(Story story, IssueInvoice invoice)
    {
        var before = story.Did(invoice with { Lines = null, Amount = new Money(1, invoice.Currency) });
        var issued = before.Events.OfType<InvoiceIssued>().Single();
        return (before, new ReissueInvoice(new(Id(41)), issued, invoice, null, Why));
    }

    private static PricedLine Priced(LineDraft line, Currency currency) =>
        Pricing.Of([line], false, currency, null).Single();

    private static LineDraft Line(decimal price) => new(Chairs, Chair, "chair", 1, "pcs", price, 0, 20, null);

    private static LineDraft Text(decimal price) => new(Setup, null, "anything", 1, "pcs", price, 0, 20, null);
}
