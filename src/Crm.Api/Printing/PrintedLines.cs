namespace Crm.Api.Printing;

/// <summary>A line of a proposal or an invoice, with the sums that its fact states.</summary>
/// <param name="Price">Per unit, with or without VAT as the document says.</param>
internal sealed record PrintedLine(
    string Name,
    decimal Quantity,
    string? Unit,
    decimal Price,
    decimal DiscountPercent,
    decimal? VatRate,
    decimal Net,
    decimal Vat,
    decimal Total
);

/// <summary>
/// The table of lines and the sums under it. Nothing is computed anew but what stands beside a stated sum: quantity times price
/// less the stated sum is the discount, so what a reader adds up comes out right.
/// </summary>
internal sealed class PrintedLines(
    IReadOnlyList<PrintedLine> lines,
    Currency currency,
    bool includesVat,
    string language
)
{
    private bool AllExempt => lines.All(x => x.VatRate is null);

    private bool AnyDiscount => lines.Any(x => Discount(x) > 0);

    public PrintedTable Table()
    {
        var (mark, discounted) = (PrintedNumbers.Mark(currency, language), AnyDiscount);
        List<PrintedColumn> columns =
        [
            new(Labels.No.In(language)),
            new(Labels.Name.In(language), Right: false, Wide: true),
            new(Labels.Quantity.In(language)),
            new(Labels.Unit.In(language), Right: false),
            new(Labels.Price.With(language, mark)),
        ];
        if (discounted)
            columns.Add(new(Labels.Discount.In(language)));
        columns.Add(new(Labels.Vat.In(language)));
        columns.Add(
            new(
                (
                    AllExempt ? Labels.Sum
                    : includesVat ? Labels.SumWithVat
                    : Labels.SumWithoutVat
                ).With(language, mark)
            )
        );
        var running = 0m;
        return new PrintedTable(
            [.. columns],
            [.. lines.Select((x, i) => Row(x, i + 1, discounted))],
            [.. lines.Select(x => Amount(running += Shown(x)))]
        );
    }

    /// <summary>An amount without lines: nothing to count, and no word of VAT.</summary>
    public static PrintedTable Plain(PrintedLine line, Currency currency, string language)
    {
        var amount = PrintedNumbers.Amount(line.Total, currency, language);
        return new(
            [
                new(Labels.No.In(language)),
                new(Labels.Name.In(language), Right: false, Wide: true),
                new(Labels.Sum.With(language, PrintedNumbers.Mark(currency, language))),
            ],
            [
                ["1", line.Name, amount],
            ],
            [amount]
        );
    }

    /// <summary>From the sum before discounts down to what is to be paid.</summary>
    /// <param name="total">As the document's fact states it, with VAT.</param>
    public ImmutableArray<PrintedSum> Totals(decimal total, Localized label)
    {
        List<PrintedSum> sums = [];
        var discount = lines.Sum(Discount);
        if (discount > 0)
        {
            sums.Add(new(Labels.BeforeDiscount.In(language), Amount(lines.Sum(Shown) + discount)));
            sums.Add(new(Labels.Discount.In(language), "\u2212" + Amount(discount)));
        }

        if (!includesVat && !AllExempt)
            sums.Add(new(Labels.NetTotal.In(language), Amount(lines.Sum(x => x.Net))));
        if (!includesVat)
            sums.AddRange(Vat());
        sums.Add(new(label.In(language), PrintedNumbers.WithCurrency(total, currency, language), Strong: true));
        if (includesVat)
            sums.AddRange(Vat());
        if (AllExempt)
            sums.Add(new(Labels.VatExempt.In(language), ""));
        return [.. sums];
    }

    /// <summary>VAT by rate, the highest first, and its total where there is more than one.</summary>
    private IEnumerable<PrintedSum> Vat()
    {
        var rates = lines
            .Where(x => x.VatRate is not null)
            .GroupBy(x => x.VatRate!.Value)
            .OrderByDescending(x => x.Key)
            .ToArray();
        foreach (var rate in rates)
            yield return new(
                (includesVat ? Labels.VatWithin : Labels.VatOf).With(
                    language,
                    PrintedNumbers.Quantity(rate.Key, language)
                ),
                Amount(rate.Sum(x => x.Vat))
            );
        if (rates.Length > 1)
            yield return new(Labels.VatTotal.In(language), Amount(lines.Sum(x => x.Vat)));
        if (rates.Length > 0 && lines.Where(x => x.VatRate is null).Sum(x => x.Total) is > 0 and var exempt)
            yield return new(Labels.ExemptPart.In(language), Amount(exempt));
    }

    private ImmutableArray<string> Row(PrintedLine x, int number, bool discounted)
    {
        List<string> cells =
        [
            PrintedNumbers.Quantity(number, language),
            x.Name,
            PrintedNumbers.Quantity(x.Quantity, language),
            PrintedText.Line(x.Unit),
            Amount(x.Price),
        ];
        if (discounted)
            cells.Add(
                Discount(x) is var off && off == 0 ? ""
                : off == Gross(x) - currency.Round(Gross(x) * (100 - x.DiscountPercent) / 100)
                    ? PrintedNumbers.Percent(x.DiscountPercent, language)
                : Amount(off)
            );
        cells.Add(x.VatRate is { } rate ? PrintedNumbers.Percent(rate, language) : Labels.Exempt.In(language));
        cells.Add(Amount(Shown(x)));
        return [.. cells];
    }

    /// <summary>The sum of the last column.</summary>
    private decimal Shown(PrintedLine x) => includesVat ? x.Total : x.Net;

    private decimal Gross(PrintedLine x) => currency.Round(x.Quantity * x.Price);

    /// <summary>A part of a line takes the cumulative rounding: one minor unit more or less is no discount.</summary>
    private decimal Discount(PrintedLine x)
    {
        var off = Gross(x) - Shown(x);
        var minor = currency.Decimals switch
        {
            0 => 1m,
            3 => 0.001m,
            _ => 0.01m,
        };
        return x.DiscountPercent > 0 && off > 0 || off > minor ? off : 0;
    }

    private string Amount(decimal amount) => PrintedNumbers.Amount(amount, currency, language);
}
