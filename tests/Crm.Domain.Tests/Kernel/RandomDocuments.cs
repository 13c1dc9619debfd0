using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>Random documents and the lines that they are made of.</summary>
internal static class RandomDocuments
{
    public static readonly Currency[] AllCurrencies = [Rub, new("JPY"), new("KWD")];
    public static readonly decimal?[] Rates = [null, 0, 5, 7, 10, 20, 22];

    /// <summary>
    /// Documents of one to eight lines in all currencies, rates and modes, with every kind of discount, and keys to shuffle them by.
    /// </summary>
    public static Gen<(
        (ImmutableArray<LineDraft> Lines, DocumentDiscount? Discount, bool IncludesVat, Currency Currency) Document,
        int[] Keys
    )> Documents { get; } =
        from currency in Gen.Int[0, 2].Select(i => AllCurrencies[i])
        from includesVat in Gen.Bool
        from lines in Gen.Select(
            Gen.Int[1, 4000],
            Gen.Int[0, 9_999_999],
            Gen.Int[0, 6],
            Gen.Int[0, 1000],
            Gen.Int[0, 100],
            Gen.Int[0, 7]
        ).Array[1, 8]
        from kind in Gen.Int[0, 2]
        from much in Gen.Int[0, 10_000]
        from keys in Gen.Int[0, 1000].Array[8]
        let drafts = lines.Select((x, i) => Random(i, x, currency)).ToImmutableArray()
        select ((drafts, Discount(kind, much, drafts, currency), includesVat, currency), keys);

    public static LineDraft Random(
        int i,
        (int Quantity, int Price, int Rate, int Percent, int Sum, int Sort) x,
        Currency currency
    )
    {
        // Every fourth line equals another: with ties the order could matter.
        var draft = Line(
            x.Sort % 4 == 0 ? 1 : x.Quantity / 8m,
            x.Sort % 4 == 0 ? 10 : x.Price / 1000m,
            percent: x.Sort < 4 ? 0 : x.Percent / 10m
        ) with
        {
            Line = new(Id(500 + i)),
            VatRate = Rates[x.Rate],
            Alternative = i > 0 && x.Sort == 7,
        };
        if (x.Sort is 1 or 5)
            draft = draft with { BasePrice = x.Price / 800m, PriceList = x.Sort == 5 ? "dealer" : null };
        return x.Sort is 2 or 6
            ? draft with
            {
                DiscountSum = currency.Round(PricedLine.From(draft, true, currency).Total * x.Sum / 100),
            }
            : draft;
    }

    public static DocumentDiscount? Discount(int kind, int much, ImmutableArray<LineDraft> lines, Currency currency) =>
        kind switch
        {
            0 => null,
            1 => new(much / 100m, null),
            _ => new(
                null,
                Floor(
                    lines.Where(x => !x.Alternative).Sum(x => PricedLine.From(x, true, currency).Total) * much / 10_000,
                    currency
                )
            ),
        };

    public static decimal Floor(decimal sum, Currency currency) => Math.Floor(sum / Unit(currency)) * Unit(currency);

    public static decimal Unit(Currency currency) =>
        currency.Decimals switch
        {
            0 => 1m,
            2 => 0.01m,
            _ => 0.001m,
        };

    /// <summary>The line's amount before the document's discount, calculated independently.</summary>
    public static decimal Own(PricedLine x, Currency currency) =>
        Math.Round(
            x.Quantity * x.Price * (100 - x.DiscountPercent) / 100,
            currency.Decimals,
            MidpointRounding.AwayFromZero
        ) - (x.DiscountSum ?? 0);

    public static LineDraft Line(decimal quantity, decimal price, decimal percent = 0, decimal? sum = null) =>
        new(Chairs, null, "thing", quantity, "pcs", price, percent, 20, null) { DiscountSum = sum };

    public static PricedLine Priced(LineDraft draft, bool includesVat = false) =>
        PricedLine.From(draft, includesVat, Rub);

    public static (decimal Net, decimal Vat, decimal Total, decimal Discount) Of(
        LineDraft draft,
        bool includesVat = false
    ) => Priced(draft, includesVat) is var x ? (x.Net, x.Vat, x.Total, x.Discount) : default;

    public static (decimal Net, decimal Vat, decimal Total, decimal Discount, decimal ListDiscount) Of(
        IEnumerable<ShippedLine> parts
    ) =>
        parts.Aggregate(
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
}
