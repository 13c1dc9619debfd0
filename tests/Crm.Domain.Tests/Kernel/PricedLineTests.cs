using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>VAT, discounts and rounding of lines and of their parts.</summary>
public sealed class PricedLineTests
{
    private static readonly Currency Jpy = new("JPY"),
        Kwd = new("KWD");

    [Fact]
    public void Vat_on_top_and_inside()
    {
        Of(Priced(Chairs, 3, 33.33m)).Should().Be((99.99m, 20.00m, 119.99m, 0m));
        Of(Priced(Chairs, 3, 33.33m, includesVat: true)).Should().Be((83.32m, 16.67m, 99.99m, 0m));
        Of(Priced(Chairs, 3, 33.33m, vat: null)).Should().Be((99.99m, 0m, 99.99m, 0m));
        Of(Priced(Chairs, 3, 33.33m, vat: 0, includesVat: true)).Should().Be((99.99m, 0m, 99.99m, 0m));
    }

    [Fact]
    public void Discounts_are_reported_without_VAT()
    {
        Of(Priced(Chairs, 10, 100, discount: 15)).Should().Be((850m, 170m, 1020m, 150m));
        Of(Priced(Chairs, 10, 120, discount: 10, includesVat: true)).Should().Be((900m, 180m, 1080m, 100m));
        Of(Priced(Chairs, 1, 99.99m, discount: 100)).Should().Be((0m, 0m, 0m, 99.99m));
        Of(Priced(Chairs, 1, 10.05m, discount: 50, vat: null)).Should().Be((5.03m, 0m, 5.03m, 5.02m));
    }

    [Fact]
    public void Rounds_half_away_from_zero_to_the_minor_unit()
    {
        (Rub.Round(0.125m), Rub.Round(0.135m), Rub.Round(-0.125m)).Should().Be((0.13m, 0.14m, -0.13m));
        (Jpy.Round(0.5m), Jpy.Round(1.5m), Jpy.Round(2.5m), Jpy.Round(-2.5m)).Should().Be((1m, 2m, 3m, -3m));
        (Kwd.Round(0.0005m), Kwd.Round(0.0004m), Kwd.Round(-0.0005m)).Should().Be((0.001m, 0m, -0.001m));
        Of(Priced(Chairs, 1, 0.05m, vat: 10)).Should().Be((0.05m, 0.01m, 0.06m, 0m));
        Of(Priced(Chairs, 0.5m, 33, vat: 10, currency: Jpy)).Should().Be((17m, 2m, 19m, 0m));
        Of(Priced(Chairs, 3, 0.3335m, vat: 5, currency: Kwd)).Should().Be((1.001m, 0.05m, 1.051m, 0m));
    }

    [Fact]
    public void Parts_take_the_cumulative_difference()
    {
        var story = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 3, 33.335m, vat: null)));
        foreach (var n in new[] { 1, 2, 3 })
            story = story.Did(Verbs.Ship(1, new(Id(60 + n))));
        story.Events.OfType<ShipmentMade>().Select(x => x.Lines[0].Total).Should().Equal(33.34m, 33.33m, 33.34m);
    }

    [Fact]
    public void Net_vat_total_and_discount_of_the_parts_of_a_line_sum_to_the_line_however_it_is_split()
    {
        var money =
            from currency in Gen.Int[0, 2].Select(i => new[] { Rub, Jpy, Kwd }[i])
            from line in Gen.Select(
                Gen.Int[1, 4000],
                Gen.Int[0, 9_999_999],
                Gen.Int[0, 6].Select(i => new decimal?[] { null, 0, 5, 7, 10, 20, 22 }[i]),
                Gen.Int[0, 1000],
                Gen.Bool
            )
            from cuts in Gen.Int[1, 3999].Array[0, 7]
            select (
                currency,
                Priced(
                    Chairs,
                    line.Item1 / 8m,
                    line.Item2 / 1000m,
                    line.Item3,
                    line.Item4 / 10m,
                    line.Item5,
                    currency: currency
                ),
                cuts
            );
        money.Sample(
            (currency, line, cuts) =>
            {
                var story = Deals.Simple.Did(new PlaceOrder(TheOrder, null, false, currency, [line]));
                decimal[] at =
                [
                    0,
                    .. cuts.Select(x => x / 8m).Where(x => x < line.Quantity).Distinct().Order(),
                    line.Quantity,
                ];
                var parts = at.Zip(at.Skip(1), (a, b) => b - a).ToArray();
                foreach (var (quantity, n) in parts.Select((x, i) => (x, i)))
                    story = story
                        .Did(
                            new IssueInvoice(
                                new(Id(100 + n)),
                                TheOrder,
                                [new(Chairs, quantity)],
                                null,
                                null,
                                currency,
                                false,
                                null
                            )
                        )
                        .Did(Verbs.Ship(quantity, new(Id(200 + n))));
                foreach (var (quantity, n) in parts.Select((x, i) => (x, i)).Reverse())
                    story = story.Did(
                        new AcceptReturn(new(Id(300 + n)), new(Id(200 + n)), [new(Chairs, quantity)], Why)
                    );

                Of(story.Events.OfType<ShipmentMade>().SelectMany(x => x.Lines)).Should().Be(Of(line));
                Of(story.Events.OfType<ReturnAccepted>().SelectMany(x => x.Lines)).Should().Be(Of(line));
                var invoiced = story.Events.OfType<InvoiceIssued>().ToArray();
                (invoiced.Sum(x => x.Net), invoiced.Sum(x => x.Vat), invoiced.Sum(x => x.Total.Amount))
                    .Should()
                    .Be((line.Net, line.Vat, line.Total));
                story
                    .Events.OfType<ShipmentMade>()
                    .SelectMany(x => x.Lines)
                    .Should()
                    .OnlyContain(x => currency.Round(x.Total) == x.Total && x.Total >= 0);
                story
                    .Deal.Ledger.Balance.Should()
                    .Be(new Balance(line.Total, line.Total, line.Total, line.Total, 0, 0, 0, 0));
            },
            iter: new Cases(Few: 200, Full: 2000).Count,
            threads: 2
        );
    }

    private static (decimal Net, decimal Vat, decimal Total, decimal Discount) Of(PricedLine line) =>
        (line.Net, line.Vat, line.Total, line.Discount);

    private static (decimal Net, decimal Vat, decimal Total, decimal Discount) Of(IEnumerable<ShippedLine> parts)
    {
        var all = parts.ToArray();
        return (all.Sum(x => x.Net), all.Sum(x => x.Vat), all.Sum(x => x.Total), all.Sum(x => x.Discount));
    }
}
