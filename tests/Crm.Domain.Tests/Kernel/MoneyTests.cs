using System.Text.Json;
using CsCheck;

namespace Crm.Domain.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1250000", "RUB", "1250000.00")]
    [InlineData("0.1", "RUB", "0.10")]
    [InlineData("33.333333", "RUB", "33.333333")]
    [InlineData("-5", "USD", "-5.00")]
    [InlineData("1500", "JPY", "1500")]
    [InlineData("1.5", "JPY", "1.5")]
    [InlineData("1.5", "KWD", "1.500")]
    [InlineData("999999999999999.999999", "RUB", "999999999999999.999999")]
    [InlineData("-0.00", "RUB", "0.00")]
    public void Is_a_decimal_string_with_at_least_the_minor_unit(string given, string currency, string written)
    {
        var money = Read(given, currency);
        JsonSerializer.Serialize(money).Should().Be($$"""{"amount":"{{written}}","currency":"{{currency}}"}""");
        money.ToString().Should().Be($"{written} {currency}");
    }

    [Fact]
    public void Comes_back_as_it_went() =>
        Gen.Select(
                Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999],
                Gen.Int[0, 3],
                Gen.Int[0, 2].Select(i => new[] { "RUB", "JPY", "KWD" }[i])
            )
            .Sample(
                (n, scale, code) =>
                {
                    var money = new Money(n / (decimal)Math.Pow(10, 3 + scale), new Currency(code));
                    JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money)).Should().Be(money);
                },
                iter: 2000
            );

    [Theory]
    [InlineData("""1""")]
    [InlineData(""" "1.00 RUB" """)]
    [InlineData("""null""")]
    [InlineData("""{"amount":1,"currency":"RUB"}""")]
    [InlineData("""{"amount":"1"}""")]
    [InlineData("""{"currency":"RUB"}""")]
    [InlineData("""{"amount":"1","currency":"rub"}""")]
    [InlineData("""{"amount":"1","currency":"XXX"}""")]
    [InlineData("""{"amount":"1","currency":643}""")]
    [InlineData("""{"amount":"1","currency":"RUB","more":"x"}""")]
    [InlineData("""{"amount":"1,5","currency":"RUB"}""")]
    [InlineData("""{"amount":"1e3","currency":"RUB"}""")]
    [InlineData("""{"amount":" 1","currency":"RUB"}""")]
    [InlineData("""{"amount":"+1","currency":"RUB"}""")]
    [InlineData("""{"amount":"--1","currency":"RUB"}""")]
    [InlineData("""{"amount":"1.","currency":"RUB"}""")]
    [InlineData("""{"amount":".5","currency":"RUB"}""")]
    [InlineData("""{"amount":"","currency":"RUB"}""")]
    [InlineData("""{"amount":"-","currency":"RUB"}""")]
    [InlineData("""{"amount":"NaN","currency":"RUB"}""")]
    [InlineData("""{"amount":"1000000000000000","currency":"RUB"}""")]
    [InlineData("""{"amount":"1.0000001","currency":"RUB"}""")]
    public void Refuses_everything_else(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<Money>(json)).Should().Throw<JsonException>();

    [Fact]
    public void Knows_the_decimals_of_its_currency()
    {
        (new Currency("RUB").Decimals, new Currency("JPY").Decimals, new Currency("KWD").Decimals)
            .Should()
            .Be((2, 0, 3));
        new Money(0.001m, new("KWD")).IsWhole.Should().BeTrue();
        new Money(0.001m, Rub).IsWhole.Should().BeFalse();
    }

    private static Money Read(string amount, string currency) =>
        JsonSerializer.Deserialize<Money>($$"""{"amount":"{{amount}}","currency":"{{currency}}"}""");
}
