using static Crm.Domain.Tests.RandomDocuments;

namespace Crm.Domain.Tests;

/// <summary>Discounts, their distribution over lines and VAT, by examples.</summary>
public sealed class PricingExampleTests
{
    [Fact]
    public void Percent_and_sum_are_taken_off_the_line_one_after_the_other()
    {
        Of(Line(10, 100, percent: 10, sum: 50)).Should().Be((850m, 170m, 1020m, 150m));
        Of(Line(10, 120, percent: 10, sum: 60), includesVat: true).Should().Be((850m, 170m, 1020m, 150m));
        Of(Line(1, 10, sum: 10)).Should().Be((0m, 0m, 0m, 10m));
    }

    [Fact]
    public void A_price_typed_below_the_catalogue_is_a_discount_and_one_above_it_is_not()
    {
        Of(Line(10, 80) with { BasePrice = 100 }).Should().Be((800m, 160m, 960m, 200m));
        Of(Line(10, 110) with { BasePrice = 100 }).Should().Be((1100m, 220m, 1320m, 0m));
        var listed = Priced(Line(10, 80, percent: 10) with { BasePrice = 100, PriceList = "dealer" });
        (listed.ListDiscount, listed.Discount, listed.Net)
            .Should()
            .Be((200m, 80m, 720m), "list discounts and manual discounts are kept apart");
        Priced(Line(10, 120) with { BasePrice = 100, PriceList = "rush" })
            .ListDiscount.Should()
            .Be(-200, "a surcharge");
    }

    [Fact]
    public void A_discount_of_the_document_goes_to_the_largest_remainders()
    {
        Shares(new(null, 100), Line(1, 100), Line(1, 100), Line(1, 100)).Should().Equal(33.34m, 33.33m, 33.33m);
        Shares(new(10, null), Line(1, 99.99m), Line(1, 0.01m)).Should().Equal(10m, null);
        Shares(new(null, 1), Line(1, 3), Line(1, 3) with { VatRate = null }, Line(1, 3))
            .Should()
            .Equal([0.33m, 0.34m, 0.33m], "exempt comes first among equals, at any position");
        Shares(new(50, null), Line(1, 10), Line(1, 30) with { Alternative = true })
            .Should()
            .Equal([5m, 15m], "a percent holds for an alternative as well");
        Shares(new(null, 5), Line(1, 10), Line(1, 30) with { Alternative = true })
            .Should()
            .Equal([5m, null], "money is that of what is offered");
    }

    [Fact]
    public void VAT_is_calculated_after_the_share()
    {
        var lines = Pricing.Of([Line(1, 100), Line(1, 300) with { VatRate = 10 }], false, Rub, new(null, 40));
        lines.Select(x => (x.Net, x.Vat, x.Discount)).Should().Equal((90m, 18m, 10m), (270m, 27m, 30m));
    }

    [Fact]
    public void Sums_beyond_what_a_decimal_divides_are_split_exactly()
    {
        var kwd = AllCurrencies[2];
        var lines = Pricing.Of(
            [.. Enumerable.Range(0, 1000).Select(_ => Line(1, 999_999_999_999_999.999m) with { VatRate = null })],
            false,
            kwd,
            new(33.333333m, null)
        );
        var whole = 999_999_999_999_999.999m * 1000;
        lines.Sum(x => x.DocumentDiscount).Should().Be(kwd.Round(whole * 33.333333m / 100));
        lines.Sum(x => x.Net).Should().Be(whole - lines.Sum(x => x.DocumentDiscount));
    }

    private static decimal?[] Shares(DocumentDiscount discount, params LineDraft[] lines) =>
        [.. Pricing.Of([.. lines], false, Rub, discount).Select(x => x.DocumentDiscount)];
}
