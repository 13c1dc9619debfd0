namespace Crm.Api.Printing;

/// <summary>
/// Lays out lines as a table with totals. Amounts are those of the event. Only the discount is derived: quantity times price less
/// the stated amount, so that the printed column adds up.
/// </summary>
internal sealed class PrintedLines(
    IReadOnlyList<PrintedLine> lines,
    Currency currency,
    bool includesVat,
    string language
)
{
    private readonly bool isExempt = lines.All(line => line.VatRate is null);

    public PrintedTable Table()
    {
        var hasDiscount = lines.Any(line => Discount(line) > 0);
        var running = 0m;
        return new PrintedTable(
            [.. Columns(hasDiscount)],
            [.. lines.Select((line, index) => Row(line, index + 1, hasDiscount))],
            [.. lines.Select(line => Amount(running += Shown(line)))]
        );
    }

    /// <summary>The table of a document that states one amount and no lines: it has neither quantity nor VAT.</summary>
    public static PrintedTable Plain(PrintedLine line, Currency currency, string language)
    {
        var amount = PrintedNumbers.Amount(line.Total, currency, language);
        return new(
            [
                new(Labels.No.In(language)),
                new(Labels.Name.In(language), IsNumber: false, IsWide: true),
                new(Labels.Sum.With(language, PrintedNumbers.Mark(currency, language))),
            ],
            [
                ["1", line.Name, amount],
            ],
            [amount]
        );
    }

    /// <summary>From the amount before discounts down to what is to be paid.</summary>
    /// <param name="total">As the document's event states it, with VAT.</param>
    public ImmutableArray<PrintedSum> Totals(decimal total, Localized label)
    {
        List<PrintedSum> sums = [];
        var discount = lines.Sum(Discount);
        if (discount > 0)
        {
            sums.Add(new(Labels.BeforeDiscount.In(language), Amount(lines.Sum(Shown) + discount)));
            sums.Add(new(Labels.Discount.In(language), "\u2212" + Amount(discount)));
        }

        if (!includesVat && !isExempt)
            sums.Add(new(Labels.NetTotal.In(language), Amount(lines.Sum(line => line.Net))));
        if (!includesVat)
            sums.AddRange(Vat());
        sums.Add(new(label.In(language), PrintedNumbers.WithCurrency(total, currency, language), IsStrong: true));
        if (includesVat)
            sums.AddRange(Vat());
        if (isExempt)
            sums.Add(new(Labels.VatExempt.In(language), ""));
        return [.. sums];
    }

    private IEnumerable<PrintedColumn> Columns(bool hasDiscount)
    {
        var mark = PrintedNumbers.Mark(currency, language);
        yield return new(Labels.No.In(language));
        yield return new(Labels.Name.In(language), IsNumber: false, IsWide: true);
        yield return new(Labels.Quantity.In(language));
        yield return new(Labels.Unit.In(language), IsNumber: false);
        yield return new(Labels.Price.With(language, mark));
        if (hasDiscount)
            yield return new(Labels.Discount.In(language));
        yield return new(Labels.Vat.In(language));
        var sum =
            isExempt ? Labels.Sum
            : includesVat ? Labels.SumWithVat
            : Labels.SumWithoutVat;
        yield return new(sum.With(language, mark));
    }

    /// <summary>VAT by rate, the highest first, and its total where there is more than one rate.</summary>
    private IEnumerable<PrintedSum> Vat()
    {
        var rates = lines
            .Where(line => line.VatRate is not null)
            .GroupBy(line => line.VatRate!.Value)
            .OrderByDescending(rate => rate.Key)
            .ToArray();
        foreach (var rate in rates)
        {
            var label = includesVat ? Labels.VatWithin : Labels.VatOf;
            var percent = PrintedNumbers.Quantity(rate.Key, language);
            yield return new(label.With(language, percent), Amount(rate.Sum(line => line.Vat)));
        }

        if (rates.Length > 1)
            yield return new(Labels.VatTotal.In(language), Amount(lines.Sum(line => line.Vat)));
        var exempt = lines.Where(line => line.VatRate is null).Sum(line => line.Total);
        if (rates.Length > 0 && exempt > 0)
            yield return new(Labels.ExemptPart.In(language), Amount(exempt));
    }

    private ImmutableArray<string> Row(PrintedLine line, int number, bool hasDiscount)
    {
        List<string> cells =
        [
            PrintedNumbers.Quantity(number, language),
            line.Name,
            PrintedNumbers.Quantity(line.Quantity, language),
            Unit(line),
            Amount(line.Price),
        ];
        if (hasDiscount)
            cells.Add(DiscountCell(line));
        cells.Add(line.VatRate is { } rate ? PrintedNumbers.Percent(rate, language) : Labels.Exempt.In(language));
        cells.Add(Amount(Shown(line)));
        return [.. cells];
    }

    /// <summary>The unit of the catalogue that ships is translated; what users wrote is printed as they wrote it.</summary>
    private string Unit(PrintedLine line)
    {
        var unit = PrintedText.Line(line.Unit);
        return unit.TrimEnd('.') == Labels.Pieces.Ru
            ? language == "ru"
                ? unit
                : Labels.Pieces.In(language)
            : unit;
    }

    /// <summary>The percentage where it explains the discount exactly, otherwise the amount.</summary>
    private string DiscountCell(PrintedLine line)
    {
        var discount = Discount(line);
        if (discount == 0)
            return "";
        var byPercent = Gross(line) - currency.Round(Gross(line) * (100 - line.DiscountPercent) / 100);
        return discount == byPercent ? PrintedNumbers.Percent(line.DiscountPercent, language) : Amount(discount);
    }

    /// <summary>The amount of the last column.</summary>
    private decimal Shown(PrintedLine line) => includesVat ? line.Total : line.Net;

    private decimal Gross(PrintedLine line) => currency.Round(line.Quantity * line.Price);

    /// <summary>
    /// A part of a line takes the cumulative rounding of its parts: without a discount in percent, a difference of one minor unit is
    /// rounding and not a discount.
    /// </summary>
    private decimal Discount(PrintedLine line)
    {
        var difference = Gross(line) - Shown(line);
        var minorUnit = currency.Decimals switch
        {
            0 => 1m,
            3 => 0.001m,
            _ => 0.01m,
        };
        var isDiscount = line.IsWhole || line.DiscountPercent > 0 ? difference > 0 : difference > minorUnit;
        return isDiscount ? difference : 0;
    }

    private string Amount(decimal amount) => PrintedNumbers.Amount(amount, currency, language);
}
