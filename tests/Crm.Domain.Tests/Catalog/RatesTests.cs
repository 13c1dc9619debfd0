namespace Crm.Domain.Tests.Catalog;

/// <summary>
/// Rates: set once, corrected by later events, kept in one direction; conversion by the pair, its inverse or the company's currency,
/// and rounded once.
/// </summary>
public sealed class RatesTests
{
    private static readonly Currency Usd = new("USD"),
        Eur = new("EUR"),
        Jpy = new("JPY"),
        Kzt = new("KZT");
    private static readonly CommandContext Context = new(
        new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
        null,
        null,
        Rights.All,
        TimeZoneInfo.Utc,
        Guid.CreateVersion7
    );
    private static readonly CurrencyPair UsdRub = new(Usd, Rub);
    private static readonly DateOnly March = new(2026, 3, 1);

    [Fact]
    public void An_unchanged_rate_leaves_no_event_and_a_correction_leaves_one()
    {
        var known = new Dictionary<DateOnly, decimal> { [March] = 90 };
        Set(known, 90m).Events.Should().BeEmpty();
        Set(known, 90.0000000001m)
            .Events.Should()
            .Equal(new ExchangeRateSet(Usd, Rub, March, 90.0000000001m) { HappenedAt = Context.Now });
    }

    [Theory]
    [
        InlineData("0", "amount.not_positive"),
        InlineData("-1", "amount.not_positive"),
        InlineData("0.00000000001", "amount.too_precise"),
        InlineData("1000000000", "amount.too_large")
    ]
    public void A_rate_is_above_zero_and_has_ten_decimals(string rate, string code) =>
        Set([], decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture))
            .Refused!.Faults.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be(code);

    [Fact]
    public void A_pair_is_kept_in_one_direction()
    {
        var refused = new SetExchangeRates(new(Rub, Usd), [new(new(Rub, Usd), March, 0.01m)])
            .Decide(UsdRub, new Dictionary<DateOnly, decimal>(), Context)
            .Refused!;
        (refused.Code, refused.Blockers.Single().Expected.ToString())
            .Should()
            .Be(("exchange_rate.direction", "USD/RUB"));
        new SetExchangeRates(new(Usd, Usd), [new(new(Usd, Usd), March, 1)])
            .Decide(null, new Dictionary<DateOnly, decimal>(), Context)
            .Refused!.Faults.Single()
            .Code.Should()
            .Be("exchange_rate.same_currency");
    }

    [Fact]
    public void A_day_without_a_rate_takes_the_last_one_before_and_none_after()
    {
        var book = Book((UsdRub, March, 90), (UsdRub, March.AddDays(10), 95));
        book.Of(Usd, Rub, March.AddDays(-1)).Should().BeNull();
        book.Of(Usd, Rub, March)!.Value.Of(2).Should().Be(180);
        book.Of(Usd, Rub, March.AddDays(9))!.Value.Of(2).Should().Be(180);
        book.Of(Usd, Rub, March.AddDays(10))!.Value.Of(2).Should().Be(190);
        book.Of(Usd, Usd, March.AddDays(-1))!.Value.Of(7.77m).Should().Be(7.77m, "a currency needs no rate to itself");
    }

    [Fact]
    public void The_inverse_and_the_way_through_the_base_currency_follow_from_what_is_kept()
    {
        var book = Book(
            (UsdRub, March, 90),
            (new(Eur, Rub), March, 99),
            (new(Rub, Jpy), March, 1.6m),
            (new(Usd, Kzt), March, 500)
        );
        book.Of(Rub, Usd, March)!.Value.Of(180).Should().Be(2);
        book.Of(Eur, Usd, March)!.Value.Of(100).Should().Be(110);
        book.Of(Usd, Jpy, March)!.Value.Of(1).Should().Be(144);
        book.Of(Eur, Kzt, March).Should().BeNull("only the base currency is gone through: not EUR, RUB, USD, KZT");
        book.Of(Rub, Kzt, March).Should().BeNull("from or into the base currency there is no way but the pair");
        Book((UsdRub, March, 90), (new(Eur, Rub), March, 99), (new(Eur, Usd), March, 1.2m))
            .Of(Eur, Usd, March)!
            .Value.Of(1)
            .Should()
            .Be(1.2m, "the pair itself comes first");
    }

    [Fact]
    public void A_sum_is_rounded_once_and_is_none_where_a_rate_is_missing()
    {
        var book = Book((UsdRub, March, 90.12345m));
        var rate = book.Of(Usd, Rub, March);
        // 3 x 0.01 x 90.12345 = 2.7037035; rounded apart it would be 3 x 0.90 = 2.70.
        new ConvertedSum(Rub)
            .Add(0.01m, Usd, rate)
            .Add(0.01m, Usd, rate)
            .Add(0.01m, Usd, rate)
            .Add(1m, Rub, Conversion.None)
            .Sum.Should()
            .Be(new Money(3.70m, Rub));
        new ConvertedSum(Jpy).Add(1.5m, Jpy, Conversion.None).Sum.Should().Be(new Money(2, Jpy));
        var holed = new ConvertedSum(Rub)
            .Add(1, Usd, rate)
            .Add(1, Eur, book.Of(Eur, Rub, March))
            .Add(1, Kzt, null)
            .Add(1, Eur, null);
        holed.Sum.Should().BeNull();
        holed.Missing.Should().Equal("EUR/RUB", "KZT/RUB");
        new ConvertedSum(Rub)
            .Add(decimal.MaxValue / 10, Usd, rate)
            .Sum.Should()
            .BeNull("no number is better than a wrong one");
    }

    private static Decision Set(Dictionary<DateOnly, decimal> known, decimal rate) =>
        new SetExchangeRates(UsdRub, [new(UsdRub, March, rate)]).Decide(UsdRub, known, Context);

    private static RateBook Book(params (CurrencyPair Pair, DateOnly Day, decimal Rate)[] rates) =>
        new(rates.Select(x => new DayRate(x.Pair, x.Day, x.Rate)), Rub);
}
