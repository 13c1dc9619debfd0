using CsCheck;
using static Crm.Domain.Tests.RandomDocuments;

namespace Crm.Domain.Tests;

/// <summary>Parts of a line sum to the line, within the bounds that rounding sets.</summary>
public sealed class PricingPartsTests
{
    /// <summary>
    /// VAT is rounded per line: the amount in which prices are stated and VAT differ by at most n-1 units each, and so does every total
    /// where line amounts are whole. Where prices have more decimals than the minor unit, the derived amount may differ by both; the
    /// next test has such lines.
    /// </summary>
    [Fact]
    public void Splitting_a_line_into_n_moves_a_total_by_at_most_n_minus_1_minor_units()
    {
        var split =
            from whole in Gen.Bool
            from currency in Gen.Int[0, 2].Select(i => AllCurrencies[i])
            from line in Gen.Select(Gen.Int[2, 4000], Gen.Int[0, 9_999_999], Gen.Int[0, 6], Gen.Bool, Gen.Int[0, 1000])
            from cuts in Gen.Int[1, 3999].Array[1, 9]
            select (whole, currency, line, cuts);
        split.Sample(
            (whole, currency, line, cuts) =>
            {
                var unit = Unit(currency);
                var draft = Line(
                    whole ? line.Item1 : line.Item1 / 8m,
                    whole ? line.Item2 * unit : line.Item2 / 1000m,
                    percent: whole ? 0 : line.Item5 / 10m
                ) with
                {
                    VatRate = Rates[line.Item3],
                };
                decimal[] at =
                [
                    0,
                    .. cuts.Select(x => whole ? x : x / 8m).Where(x => x < draft.Quantity).Distinct().Order(),
                    draft.Quantity,
                ];
                var parts = at.Zip(
                        at.Skip(1),
                        (a, b) => PricedLine.From(draft with { Quantity = b - a }, line.Item4, currency)
                    )
                    .ToArray();
                var one = PricedLine.From(draft, line.Item4, currency);
                var most = (parts.Length - 1) * unit;
                var (net, vat, total) = (
                    Math.Abs(parts.Sum(x => x.Net) - one.Net),
                    Math.Abs(parts.Sum(x => x.Vat) - one.Vat),
                    Math.Abs(parts.Sum(x => x.Total) - one.Total)
                );
                Law.Holds(vat <= most, "VAT");
                var spoken = line.Item4 ? total : net;
                Law.Holds(spoken <= most, "the sum that prices state");
                Law.Holds(
                    spoken <= Math.Floor((parts.Length + 1) / 2m) * unit,
                    "one rounding moves no more than half a unit a part, and half a unit of the whole"
                );
                Law.Holds((line.Item4 ? net : total) <= spoken + vat, "the sum that is derived");
                if (whole)
                    Law.Holds(net <= most && total <= most, "every total");
            },
            iter: new Cases(Few: 4000, Full: 20_000).Count,
            threads: 2
        );
    }

    /// <summary>No formula with VAT rounded per line keeps all three sums.</summary>
    [Fact]
    public void What_is_derived_of_two_roundings_moves_by_both_below_the_minor_unit()
    {
        var (one, half) = (
            PricedLine.From(Line(2, 0.0275m), false, Rub),
            PricedLine.From(Line(1, 0.0275m), false, Rub)
        );
        ((one.Net, one.Vat, one.Total), (half.Net * 2, half.Vat * 2, half.Total * 2))
            .Should()
            .Be(((0.06m, 0.01m, 0.07m), (0.06m, 0.02m, 0.08m)));
        (one, half) = (PricedLine.From(Line(2, 0.026m), false, Rub), PricedLine.From(Line(1, 0.026m), false, Rub));
        ((one.Net, one.Vat, one.Total), (half.Net * 2, half.Vat * 2, half.Total * 2))
            .Should()
            .Be(((0.05m, 0.01m, 0.06m), (0.06m, 0.02m, 0.08m)), "two units, by one split");
        (one, half) = (PricedLine.From(Line(2, 0.026m), true, Rub), PricedLine.From(Line(1, 0.026m), true, Rub));
        (half.Total * 2 - one.Total).Should().Be(0.01m, "with VAT inside what is paid moves by one");
    }

    [Fact]
    public void Splitting_a_line_under_a_discount_of_the_document_moves_what_is_to_be_paid_for_it_by_at_most_n_minus_1()
    {
        Documents.Sample(
            (document, keys) =>
            {
                var (lines, discount, includesVat, currency) = document;
                var first = lines[0] with { DiscountSum = null, Alternative = false };
                if (discount?.Sum is not null || first.Quantity < 2)
                    return;
                decimal[] cut = [first.Quantity / 2, first.Quantity - (first.Quantity / 2)];
                var (one, two) = (
                    Pricing.Of([first, .. lines[1..]], includesVat, currency, discount),
                    Pricing.Of(
                        [first with { Quantity = cut[0] }, first with { Quantity = cut[1] }, .. lines[1..]],
                        includesVat,
                        currency,
                        discount
                    )
                );
                decimal Sum(ImmutableArray<PricedLine> of) =>
                    of.Where(x => !x.Alternative).Sum(x => includesVat ? x.Total : x.Net);
                Law.Holds(Math.Abs(Sum(one) - Sum(two)) <= Unit(currency), "one split, one unit");
            },
            iter: new Cases(Few: 2000, Full: 10_000).Count,
            threads: 2
        );
    }

    [Fact]
    public void Shipments_invoices_and_returns_in_parts_sum_to_the_order()
    {
        Documents.Sample(
            (document, keys) =>
            {
                var (lines, discount, includesVat, currency) = document;
                var priced = Pricing.Of(
                    [.. lines.Select(x => x with { Alternative = false })],
                    includesVat,
                    currency,
                    discount
                );
                var story = Deals.Simple.Did(
                    new PlaceOrder(TheOrder, null, includesVat, currency, priced)
                    {
                        Discount = Fits(discount, priced, currency),
                    }
                );
                var n = 100;
                foreach (var line in priced)
                {
                    var half = Math.Round(line.Quantity * (1 + (keys[n % keys.Length] % 7)) / 9, 6);
                    foreach (var quantity in new[] { half, line.Quantity - half }.Where(x => x > 0))
                    {
                        story = story
                            .Did(
                                new IssueInvoice(
                                    new(Id(++n)),
                                    TheOrder,
                                    [new(line.Line, quantity)],
                                    null,
                                    null,
                                    currency,
                                    null,
                                    null
                                )
                            )
                            .Did(
                                new RecordShipment(
                                    new(Id(1000 + n)),
                                    TheOrder,
                                    [new(line.Line, quantity, null, null)],
                                    null
                                )
                            );
                        if (n % 2 == 0)
                            story = story.Did(
                                new AcceptReturn(new(Id(2000 + n)), new(Id(1000 + n)), [new(line.Line, quantity)], Why)
                            );
                    }

                    Law.Holds(
                        Of(story.Events.OfType<ShipmentMade>().SelectMany(x => x.Lines).Where(x => x.Line == line.Line))
                            == (line.Net, line.Vat, line.Total, line.Discount, line.ListDiscount ?? 0),
                        "shipments sum to the line"
                    );
                    var invoiced = story
                        .Events.OfType<InvoiceIssued>()
                        .SelectMany(x => x.Lines)
                        .Where(x => x.Line == line.Line)
                        .ToArray();
                    Law.Holds(
                        (
                            invoiced.Sum(x => x.Net),
                            invoiced.Sum(x => x.Vat),
                            invoiced.Sum(x => x.Total),
                            invoiced.Sum(x => x.Discount ?? 0),
                            invoiced.Sum(x => x.ListDiscount ?? 0)
                        ) == (line.Net, line.Vat, line.Total, line.Discount, line.ListDiscount ?? 0),
                        "invoices sum to the line"
                    );
                }

                foreach (
                    var back in story
                        .Events.OfType<ShipmentMade>()
                        .Where(x => !story.Events.OfType<ReturnAccepted>().Any(r => r.Shipment == x.Shipment))
                        .ToArray()
                )
                    story = story.Did(
                        new AcceptReturn(
                            new(Id(5000 + ++n)),
                            back.Shipment,
                            [.. back.Lines.Select(x => new LineQuantity(x.Line, x.Quantity))],
                            Why
                        )
                    );
                foreach (var line in priced)
                    Law.Holds(
                        Of(
                            story
                                .Events.OfType<ReturnAccepted>()
                                .SelectMany(x => x.Lines)
                                .Where(x => x.Line == line.Line)
                        ) == (line.Net, line.Vat, line.Total, line.Discount, line.ListDiscount ?? 0),
                        "returns sum to the line"
                    );
                Law.Holds(
                    story.Deal.Ledger.Balance.Shipped == priced.Sum(x => x.Total)
                        && story.Deal.Ledger.Balance.Returned == priced.Sum(x => x.Total),
                    "the balance says the same"
                );
            },
            iter: new Cases(Few: 200, Full: 1000).Count,
            threads: 2
        );
    }

    private static DocumentDiscount? Fits(
        DocumentDiscount? discount,
        ImmutableArray<PricedLine> lines,
        Currency currency
    ) => discount?.Sum > lines.Sum(x => Own(x, currency)) ? null : discount;
}
