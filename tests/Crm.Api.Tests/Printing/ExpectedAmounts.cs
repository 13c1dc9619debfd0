using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Api.Localization;
using Crm.Api.Printing;

namespace Crm.Api.Tests.Printing;

/// <summary>What a print must say, from the members of the API; the discount is calculated independently.</summary>
/// <param name="Lines">Name and amount of each line, as prices are stated: with VAT or without.</param>
/// <param name="Rates">VAT by rate; empty: the document is exempt.</param>
internal sealed record ExpectedAmounts(
    IReadOnlyList<(string Name, decimal Amount)> Lines,
    decimal Discount,
    decimal Net,
    decimal Vat,
    decimal Total,
    bool IncludesVat,
    IReadOnlyDictionary<decimal, decimal> Rates
)
{
    public static ExpectedAmounts Of(JsonNode document, string net)
    {
        var lines = document["lines"]!.AsArray().Select(line => line!).ToArray();
        var includesVat = (bool)document["priceIncludesVat"]!;
        var isInvoiceOfOrder = document["orderId"] is not null;
        return new(
            [
                .. lines.Select(line =>
                    ((string)line["name"]!, PrintedSale.Amount(line[includesVat ? "total" : "amount"]!))
                ),
            ],
            lines.Sum(line => DiscountOf(line, includesVat, isInvoiceOfOrder)),
            PrintedSale.Amount(document[net]!),
            PrintedSale.Amount(document["vat"]!),
            PrintedSale.Amount(document["total"]!),
            includesVat,
            lines
                .Where(line => line["vatRate"] is not null)
                .GroupBy(line => (decimal)line["vatRate"]!)
                .ToDictionary(rate => rate.Key, rate => rate.Sum(line => PrintedSale.Amount(line["vat"]!)))
        );
    }

    public void Match(PrintedAmounts printed, string language)
    {
        (Net + Vat).Should().Be(Total);
        if (Lines.Count == 0)
            MatchPlain(printed, language);
        else
            MatchLines(printed, language);
    }

    /// <summary>An amount or a part of a schedule: one row, and the VAT in it.</summary>
    private void MatchPlain(PrintedAmounts printed, string language)
    {
        printed.Lines.Select(line => line.Amount).Should().Equal(Total);
        printed[Labels.ToPay, language].Should().Be(Total);
        var including = Labels.OfItVat.In(language);
        printed
            .Totals.Where(sum => sum.Key.StartsWith(including, StringComparison.Ordinal))
            .Sum(sum => sum.Value)
            .Should()
            .Be(Vat);
    }

    private void MatchLines(PrintedAmounts printed, string language)
    {
        printed.Lines.Should().Equal(Lines);
        var sum = printed.Lines.Sum(line => line.Amount);
        sum.Should().Be(IncludesVat ? Total : Net);
        printed[Labels.BeforeDiscount, language].Should().Be(Discount > 0 ? sum + Discount : null);
        printed[Labels.Discount, language].Should().Be(Discount > 0 ? -Discount : null);
        (printed[Labels.Total, language] ?? printed[Labels.ToPay, language]).Should().Be(Total);
        printed[Labels.NetTotal, language].Should().Be(IncludesVat || Rates.Count == 0 ? null : Net);
        var label = IncludesVat ? Labels.VatWithin : Labels.VatOf;
        foreach (var (rate, vat) in Rates)
            printed.Totals[label.With(language, PrintedNumbers.Quantity(rate, language))].Should().Be(vat);
        Rates.Values.Sum().Should().Be(Vat);
        printed[Labels.VatTotal, language].Should().Be(Rates.Count > 1 ? Vat : null);
    }

    /// <summary>
    /// Quantity times price less the amount. In a part of an order line without a percentage, a difference of one minor unit is the
    /// rounding of the parts.
    /// </summary>
    private static decimal DiscountOf(JsonNode line, bool includesVat, bool isPart)
    {
        var decimals = (string)line["price"]!["currency"]! switch
        {
            "JPY" => 0,
            "KWD" => 3,
            _ => 2,
        };
        var minor = (decimal)Math.Pow(10, -decimals);
        var gross = Math.Round(
            (decimal)line["quantity"]! * PrintedSale.Amount(line["price"]!),
            decimals,
            MidpointRounding.AwayFromZero
        );
        var difference = gross - PrintedSale.Amount(line[includesVat ? "total" : "amount"]!);
        var isRounding = isPart && (decimal)line["discountPercent"]! == 0 && difference <= minor;
        return isRounding ? 0 : Math.Max(0, difference);
    }
}
