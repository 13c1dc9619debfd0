using System.Globalization;

namespace Crm.Domain.Tests;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1.50", "-1.50")]
    [InlineData("1.0000000000000000000000000000000000000000", "1")]
    [InlineData("0001.5", "1.5")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("1.234567890123456789012345678", "1.234567890123456789012345678")]
    [InlineData("1.5e3", "1500")]
    [InlineData("15E-1", "1.5")]
    public void Reads_what_a_decimal_holds(string text, string expected)
    {
        ExactDecimal.TryParse(text, NumberStyles.Float, out var number).Should().BeTrue();
        number.Should().Be(decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("1.99999999999999999999999999999999")]
    [InlineData("0.00000099999999999999999999999999999")]
    [InlineData("100000000000.000000000000000001")]
    [InlineData("1e-40")]
    [InlineData("1e-99999999999999")]
    [InlineData("1e99")]
    [InlineData("")]
    [InlineData("x")]
    public void Refuses_what_it_would_round(string text) =>
        ExactDecimal.TryParse(text, NumberStyles.Float, out _).Should().BeFalse();
}
