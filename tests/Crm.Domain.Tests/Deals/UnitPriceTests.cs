namespace Crm.Domain.Tests;

/// <summary>The amount of a client's interest, per unit.</summary>
public sealed class UnitPriceTests
{
    [Theory]
    [InlineData("54000.00", "3", "18000")]
    [InlineData("54000.00", null, "54000")]
    [InlineData("100.00", "3", "33.333333")]
    [InlineData("10000.00", "30000", "0.3333333")]
    [InlineData("10000.00", "3000000000", null)]
    [InlineData("100.00", "0", null)]
    [InlineData(null, "3", null)]
    public void It_brings_the_amount_back(string? amount, string? quantity, string? unit)
    {
        var rub = new Currency("RUB");
        var line = new InterestLine(
            null,
            "Доски",
            Number(quantity),
            null,
            Number(amount) is { } sum ? new Money(sum, rub) : null
        );
        (line.UnitPrice() is { } price ? price.Amount : (decimal?)null).Should().Be(Number(unit));
    }

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
