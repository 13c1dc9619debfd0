namespace Crm.Domain.Tests;

/// <summary>A document that is made from another inherits whether prices include VAT.</summary>
public sealed class InheritedVatTests
{
    private const string Code = "price_includes_vat.differs";

    private static readonly InvoiceId Second = new(Id(41));

    /// <summary>Ten chairs at 120.00 with VAT.</summary>
    private static readonly PricedLine Gross = Priced(Chairs, 10, 120, includesVat: true);

    private static readonly Story Ordered = Deals.Simple.Did(
        Verbs.OrderOf(null, Gross) with
        {
            PriceIncludesVat = true,
        }
    );

    private static readonly IssueInvoice Rest = Verbs.Invoiced with { PriceIncludesVat = null };

    private static readonly Dictionary<string, IssueInvoice> OfOrder = new()
    {
        ["rest"] = Rest,
        ["lines"] = Rest with { Parts = [new(Chairs, 4)] },
        ["amount"] = Rest with { Amount = Roubles(600) },
        ["free lines"] = Rest with { Lines = [Priced(Setup, 1, 60, includesVat: true)] },
    };

    public static TheoryData<string> Forms => [.. OfOrder.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_invoice_of_an_order_has_the_orders_value(string form)
    {
        Issued(Ordered.Did(OfOrder[form])).PriceIncludesVat.Should().BeTrue();
        Issued(Ordered.Did(OfOrder[form] with { PriceIncludesVat = true })).PriceIncludesVat.Should().BeTrue();
        Given(Ordered)
            .When(OfOrder[form] with { PriceIncludesVat = false })
            .ThenRefused(
                Code,
                new Blocker(Code, $"order:{TheOrder}", "true", "false", Fixes.To("issueInvoice", ("dealId", TheDeal)))
            );
    }

    [Fact]
    public void The_parts_of_a_schedule_have_the_orders_value() =>
        Ordered
            .Did(InvoiceSchedules.Percents(50, 50))
            .Events.OfType<InvoiceIssued>()
            .Should()
            .OnlyContain(x => x.PriceIncludesVat);

    [Fact]
    public void Without_another_document_the_value_is_the_requests()
    {
        var free = Rest with { Order = null, Lines = [Gross] };
        Issued(Deals.Simple.Did(free with { PriceIncludesVat = true })).PriceIncludesVat.Should().BeTrue();
        Issued(Deals.Simple.Did(free)).PriceIncludesVat.Should().BeFalse();
    }

    [Fact]
    public void An_order_has_the_proposals_value()
    {
        var content = Content(Gross) with { PriceIncludesVat = true };
        var offered = Deals.Simple.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
        var order = new PlaceOrderFromProposal(TheOrder, Offer, content, null);
        foreach (var stated in new bool?[] { null, true })
            offered
                .Did(order with { PriceIncludesVat = stated })
                .Events.OfType<OrderPlaced>()
                .Single()
                .PriceIncludesVat.Should()
                .BeTrue();
        Given(offered)
            .When(order with { PriceIncludesVat = false })
            .ThenRefused(
                Code,
                new Blocker(Code, $"proposal:{Offer}", "true", "false", Fixes.To("placeOrder", ("dealId", TheDeal)))
            );
    }

    [Fact]
    public void A_reissue_has_the_value_of_what_it_replaces()
    {
        var free = Deals.Simple.Did(Rest with { Order = null, Lines = [Gross], PriceIncludesVat = true });
        foreach (var given in new[] { free, Ordered.Did(Rest) })
        {
            var old = Issued(given);
            var content = old.Order is null ? Rest with { Order = null, Lines = [Gross] } : Rest;
            foreach (var anew in new[] { null, content })
                Issued(given.Did(new ReissueInvoice(Second, old, anew, null, Why))).PriceIncludesVat.Should().BeTrue();
            Given(given)
                .When(new ReissueInvoice(Second, old, null, null, Why) { PriceIncludesVat = false })
                .ThenRefused(Code, Blocker($"invoice:{TheInvoice}"));
            Given(given)
                .When(new ReissueInvoice(Second, old, content with { PriceIncludesVat = false }, null, Why))
                .ThenRefused(Code, Blocker(old.Order is null ? $"invoice:{TheInvoice}" : $"order:{TheOrder}"));
        }

        static Blocker Blocker(string subject) =>
            new(
                Code,
                subject,
                "true",
                "false",
                Fixes.To("reissueInvoice", ("dealId", TheDeal), ("invoiceId", TheInvoice))
            );
    }

    [Fact]
    public void An_invoice_that_an_earlier_build_stored_is_read_as_its_order_and_reissued_so()
    {
        var stored = Issued(Ordered.Did(Rest)) with { PriceIncludesVat = false };
        var given = Ordered.Appended(Decision.Accept(stored), 0);
        given.Deal.Ledger.PricesIncludeVat(stored).Should().BeTrue();
        Issued(given.Did(new ReissueInvoice(Second, stored, null, null, Why))).PriceIncludesVat.Should().BeTrue();
        // Free lines were priced as the invoice says.
        var free = stored with
        {
            Lines = [stored.Lines[0] with { Line = Setup }],
        };
        given.Deal.Ledger.PricesIncludeVat(free).Should().BeFalse();
    }

    private static InvoiceIssued Issued(Story story) => story.Events.OfType<InvoiceIssued>().Last();
}
