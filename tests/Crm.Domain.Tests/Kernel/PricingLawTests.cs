using CsCheck;
using static Crm.Domain.Tests.RandomDocuments;

namespace Crm.Domain.Tests;

/// <summary>Over random documents: shares sum to the discount, and the order of lines changes no total.</summary>
public sealed class PricingLawTests
{
    [Fact]
    public void Shares_sum_to_the_discount_and_every_line_adds_up()
    {
        Documents.Sample(
            (document, _) =>
            {
                var (lines, discount, includesVat, currency) = document;
                var priced = Pricing.Of(lines, includesVat, currency, discount);
                var main = priced.Where(x => !x.Alternative).ToArray();
                var own = main.Sum(x => Own(x, currency));
                Law.Holds(
                    main.Sum(x => x.DocumentDiscount ?? 0)
                        == (discount is null ? 0 : discount.Sum ?? currency.Round(own * discount.Percent!.Value / 100)),
                    "the shares sum to the discount"
                );
                foreach (var x in priced)
                {
                    var share = x.DocumentDiscount ?? 0;
                    Law.Holds(share >= 0 && share <= Own(x, currency), "no share is above its line");
                    Law.Holds(
                        x.Net + x.Vat == x.Total && (includesVat ? x.Total : x.Net) == Own(x, currency) - share,
                        "net, VAT and total add up to what was asked"
                    );
                    Law.Holds(
                        new[] { x.Net, x.Vat, x.Total, x.Discount, x.ListDiscount ?? 0 }.All(y =>
                            currency.Round(y) == y
                        ),
                        "whole minor units"
                    );
                    Law.Holds(
                        x.Net + x.Discount + (x.ListDiscount ?? 0)
                            >= NetOf(x, x.BasePrice ?? x.Price, includesVat, currency),
                        "base price less both discounts is the net sum"
                    );
                }
            },
            iter: new Cases(Few: 4000, Full: 20_000).Count,
            threads: 2
        );
    }

    [Fact]
    public void Permuting_lines_changes_no_total()
    {
        Documents.Sample(
            (document, keys) =>
            {
                var (lines, discount, includesVat, currency) = document;
                var (before, after) = (
                    Pricing.Of(lines, includesVat, currency, discount),
                    Pricing.Of(
                        [
                            .. lines
                                .Select((x, i) => (x, Key: keys[i % keys.Length]))
                                .OrderBy(x => x.Key)
                                .Select(x => x.x),
                        ],
                        includesVat,
                        currency,
                        discount
                    )
                );
                Law.Holds(Totals(before) == Totals(after), "the same totals in any order");
                Law.Holds(
                    ByLine(before).SequenceEqual(ByLine(after))
                        || lines.Select(x => x with { Line = default }).Distinct().Count() < lines.Length,
                    "and the same lines, unless two are alike in all"
                );
            },
            iter: new Cases(Few: 4000, Full: 20_000).Count,
            threads: 2
        );
    }

    private static decimal NetOf(PricedLine x, decimal price, bool includesVat, Currency currency)
    {
        var (sum, rate) = (currency.Round(x.Quantity * price), x.VatRate ?? 0);
        return includesVat ? sum - currency.Round(sum * rate / (100 + rate)) : sum;
    }

    private static (decimal, decimal, decimal, decimal, decimal) Totals(ImmutableArray<PricedLine> of) =>
        of.Where(x => !x.Alternative)
            .Aggregate(
                (0m, 0m, 0m, 0m, 0m),
                (s, x) =>
                    (
                        s.Item1 + x.Net,
                        s.Item2 + x.Vat,
                        s.Item3 + x.Total,
                        s.Item4 + x.Discount,
                        s.Item5 + (x.ListDiscount ?? 0)
                    )
            );

    private static IEnumerable<(LineId, decimal, decimal)> ByLine(ImmutableArray<PricedLine> of) =>
        of.OrderBy(x => x.Line.Value).Select(x => (x.Line, x.Net, x.Vat));
}
