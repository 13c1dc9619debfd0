using Crm.Domain.Settings;
using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>Invoices for a plain amount: the VAT that they state.</summary>
public sealed class AmountInvoiceTests
{
    private static readonly InvoiceId Second = new(Id(41));

    /// <summary>1500.00 with VAT: 1200.00 with 20 %, 300.00 exempt.</summary>
    private static readonly Story Mixed = Deals.Simple.Did(
        Verbs.OrderOf(null, TenChairs, Priced(Setup, 1, 300, vat: null))
    );

    [Fact]
    public void It_has_the_VAT_of_the_orders_mix()
    {
        Vat(Mixed.Did(OfOrder(750))).Should().Be((650m, 100m, null));
        Vat(Mixed.Did(OfOrder(100.05m))).Should().Be((86.71m, 13.34m, null));
        Vat(Mixed.Did(OfOrder(3000))).Should().Be((2600m, 400m, null), "beyond the order the mix is that of the whole");
        Vat(Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 1, 300, vat: null))).Did(OfOrder(100)))
            .Should()
            .Be((100m, 0m, null));
        Vat(Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 1, 0))).Did(OfOrder(100)))
            .Should()
            .Be((100m, 0m, null));
    }

    [Fact]
    public void What_lines_have_taken_of_the_VAT_is_not_taken_again()
    {
        var chairs = Mixed.Did(Verbs.Invoiced with { Parts = [new(Chairs, 10)] });
        Vat(chairs.Did(OfOrder(300, Second))).Should().Be((300m, 0m, null));
        Vat(chairs.Did(new CancelInvoice(TheInvoice, null)).Did(OfOrder(1500, Second)))
            .Should()
            .Be((1300m, 200m, null));
    }

    [Fact]
    public void Amounts_that_sum_to_the_order_have_its_VAT() =>
        Gen.Select(RandomDocuments.Documents, Gen.Int[1, 99].Array[0, 5])
            .Sample(
                (documents, percents) =>
                {
                    var (lines, _, includesVat, currency) = documents.Document;
                    var priced = Pricing.Of(
                        [.. lines.Select(x => x with { Alternative = false })],
                        includesVat,
                        currency,
                        null
                    );
                    var story = Deals.Simple.Did(new PlaceOrder(TheOrder, null, includesVat, currency, priced));
                    var (total, n) = (priced.Sum(x => x.Total), 100);
                    foreach (var percent in percents)
                        Invoice(currency.Round((total - Invoiced()) * percent / 100));
                    Invoice(total - Invoiced());
                    var invoices = story.Events.OfType<InvoiceIssued>().ToArray();
                    Law.Holds(invoices.Sum(x => x.Vat) == (total == 0 ? 0 : priced.Sum(x => x.Vat)), "the order's VAT");
                    foreach (var invoice in invoices)
                        DocumentAmounts.AddUp(invoice);

                    decimal Invoiced() => story.Events.OfType<InvoiceIssued>().Sum(x => x.Total.Amount);

                    void Invoice(decimal amount)
                    {
                        if (amount > 0)
                            story = story.Did(OfOrder(amount, new(Id(++n)), currency));
                    }
                },
                iter: new Cases(Few: 500, Full: 4000).Count,
                threads: 2
            );

    [Fact]
    public void Without_an_order_the_rate_is_the_given_one_else_the_companys_else_there_is_none()
    {
        var usual = Deals.Simple with { Prices = PricePolicy.Initial with { DefaultVatRate = 20 } };
        Vat(usual.Did(Plain(1200, rate: 10))).Should().Be((1090.91m, 109.09m, 10m));
        Vat(usual.Did(Plain(1200))).Should().Be((1000m, 200m, 20m));
        Vat(Deals.Simple.Did(Plain(1200))).Should().Be((1200m, 0m, null));
        Vat(Deals.Simple.Did(Plain(1200, rate: 0))).Should().Be((1200m, 0m, 0m), "0 % is a rate");
    }

    [Fact]
    public void Another_rate_than_the_companys_needs_the_permission()
    {
        var usual = Deals.Simple with { Prices = PricePolicy.Initial with { DefaultVatRate = 20 } };
        var rights = Rights.All & ~Rights.ChooseVat;
        Given(usual).When(Plain(1200, rate: 10), rights: rights).ThenForbidden("permission.missing", "vat.choose");
        Given(usual).When(Plain(1200, rate: 20), rights: rights).Decision.Refused.Should().BeNull();
        Given(Deals.Simple).When(Plain(1200, rate: 10), rights: rights).Decision.Refused.Should().BeNull();
    }

    [Fact]
    public void A_reissue_keeps_the_rate_whatever_the_company_has_now()
    {
        var rights = Rights.All & ~Rights.ChooseVat;
        foreach (var rate in new decimal?[] { 10, null })
        {
            var given = Deals.Simple.Did(Plain(1200, rate));
            var old = given.Events.OfType<InvoiceIssued>().Single();
            var later = given with { Prices = PricePolicy.Initial with { DefaultVatRate = 20 } };
            foreach (var anew in new IssueInvoice?[] { null, Plain(1200, null) })
            {
                var answer = Given(later).When(new ReissueInvoice(Second, old, anew, null, Why), rights: rights);
                var issued = answer.Decision.Events.OfType<InvoiceIssued>().Single();
                (issued.Vat, issued.VatRate).Should().Be((old.Vat, rate));
            }
        }
    }

    [Fact]
    public void An_amount_that_an_earlier_build_stored_without_VAT_is_reissued_with_it()
    {
        var old = new InvoiceIssued(TheInvoice, "I-2026-000001", TheOrder, [], false, Roubles(750), null, null, null);
        var given = Mixed.Appended(Decision.Accept(old), 0);
        Vat(given.Did(new ReissueInvoice(Second, old, null, null, Why))).Should().Be((650m, 100m, null));
        var free = old with { Order = null };
        var usual = Deals.Simple.Appended(Decision.Accept(free), 0) with
        {
            Prices = PricePolicy.Initial with { DefaultVatRate = 20 },
        };
        Vat(usual.Did(new ReissueInvoice(Second, free, null, null, Why))).Should().Be((625m, 125m, 20m));
    }

    private static (decimal? Net, decimal? Vat, decimal? Rate) Vat(Story story)
    {
        var invoice = story.Events.OfType<InvoiceIssued>().Last();
        return (invoice.Net, invoice.Vat, invoice.VatRate);
    }

    private static IssueInvoice OfOrder(decimal amount, InvoiceId? id = null, Currency? currency = null)
    {
        var money = new Money(amount, currency ?? Rub);
        return new IssueInvoice(id ?? TheInvoice, TheOrder, null, null, money, money.Currency, null, null);
    }

    private static IssueInvoice Plain(decimal amount, decimal? rate = null) =>
        new(TheInvoice, null, null, null, Roubles(amount), Rub, null, null) { VatRate = rate };
}
