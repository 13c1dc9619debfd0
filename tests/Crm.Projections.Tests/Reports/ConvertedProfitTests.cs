using Crm.Api.Reports;

namespace Crm.Projections.Tests.Reports;

/// <summary>Converted numbers equal the events summed with the rates of their days. Shares no code with the reports.</summary>
public sealed class ConvertedProfitTests : IAsyncLifetime
{
    private static readonly Period Always = new(null, null);
    private readonly TestStore store = new();

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_deal_paid_at_90_and_shipped_at_95_states_what_the_rate_cost()
    {
        // 100 USD without VAT, 120 with it: 1000 x 1.2.
        var line = Line(10, 100, cost: 60, currency: Usd);
        var (order, shipment) = (new OrderId(Guid.CreateVersion7()), new ShipmentId(Guid.CreateVersion7()));
        var deal = new Story(ShippedKinds.Simple, On("2026-01-01"), x => x with { Client = Acme })
            .At("2026-01-02")
            .Did(new PlaceOrder(order, null, false, Usd, [line]))
            .At("2026-01-10")
            .Did(new RecordPayment(new(Guid.CreateVersion7()), Dollars(1200), null, null, []))
            .At("2026-02-10")
            .Did(new RecordShipment(shipment, order, [new ShippedQuantity(line.Line, 10, null, null)], null));
        await store.Show(deal);
        var rates = Rates((new(2026, 1, 10), 90m), (new(2026, 2, 10), 95m));

        var (row, total) = await Converted(rates, "deal");
        row.Should()
            .BeEquivalentTo(
                new
                {
                    Revenue = Roubles(95_000),
                    Cost = Roubles(57_000),
                    GrossProfit = Roubles(38_000),
                    MarginPercent = 40m,
                    ExchangeDifference = Roubles(-6_000),
                },
                "1200 x (90 - 95)"
            );
        total.ExchangeDifference.Should().Be(Roubles(-6_000));
        total.RoundingDifference!.ExchangeDifference.Should().Be(Roubles(0));
        var (product, _) = await Converted(rates, "product");
        (product.ExchangeDifference, product.ExchangeDifferenceReason).Should().Be((null, "by.product"));
        var (unknown, _) = await Converted(Rates((new(2026, 2, 10), 95m)), "deal");
        (unknown.Revenue, unknown.ExchangeDifference, unknown.ExchangeDifferenceReason)
            .Should()
            .Be((Roubles(95_000), null, "rate.missing"));
        unknown.MissingRates.Should().Equal("USD/RUB");
        var (nothing, _) = await Converted(Rates(), "deal");
        (nothing.Revenue, nothing.GrossProfit, nothing.MarginPercent)
            .Should()
            .Be(((Money?)null, (Money?)null, (decimal?)null));
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public async Task Every_number_is_what_an_own_fold_gives(int seed)
    {
        var random = new Random(seed);
        var stories = new RandomStories(seed).Many(120, 25);
        await store.Show(stories);
        var rates = Enumerable
            .Range(0, 200)
            .Where(x => x == 0 || random.Next(3) == 0)
            .Select(x => (new DateOnly(2025, 12, 1).AddDays(x), random.Next(700_000, 1_100_000) / 10_000m))
            .ToArray();
        decimal Rate(Currency currency, DateTimeOffset at) =>
            currency == Rub
                ? 1
                : rates
                    .Last(x => x.Item1 <= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Moscow).DateTime))
                    .Item2;
        var delivered = DomainFold.Delivered(stories).ToArray();
        var letGo = DomainFold.WrittenOff(stories).ToArray();
        delivered.Should().Contain(x => x.Currency == Usd && x.Line.ListDiscount != null);
        letGo.Should().Contain(x => x.Amount.Currency == Usd);
        var expected = delivered
            .GroupBy(x => (Key: x.Id.ToString(), x.Currency))
            .ToDictionary(
                x => x.Key,
                x =>
                    (
                        Revenue: Rub.Round(x.Sum(d => d.Sign * d.Line.Net * Rate(d.Currency, d.At))),
                        Discounts: Rub.Round(
                            x.Sum(d => d.Sign * (d.Line.Discount + (d.Line.ListDiscount ?? 0)) * Rate(d.Currency, d.At))
                        ),
                        Listed: Rub.Round(x.Sum(d => d.Sign * (d.Line.ListDiscount ?? 0) * Rate(d.Currency, d.At))),
                        Cost: Rub.Round(x.Sum(d => d.Sign * (d.Line.Cost ?? 0) * Rate(d.Currency, d.At)))
                    )
            );
        var differences = stories.ToDictionary(x => x.Id.ToString(), x => Difference(x, Rate));

        var into = await Read(Rates(rates), "deal");
        foreach (var ((key, currency), sums) in expected)
        {
            var row = into.Row(key, currency.Code);
            (row.Revenue, row.Cost ?? Roubles(0), row.Discounts, row.PriceListDiscounts)
                .Should()
                .Be((Roubles(sums.Revenue), Roubles(sums.Cost), Roubles(sums.Discounts), Roubles(sums.Listed)));
            var unknown = Rub.Round(
                delivered
                    .Where(d => (d.Id.ToString(), d.Currency) == (key, currency) && d.Line.Cost is null)
                    .Sum(d => d.Sign * d.Line.Net * Rate(d.Currency, d.At))
            );
            row.CostUnknown.Revenue.Should().Be(Roubles(unknown));
            row.GrossProfit.Should()
                .Be(
                    row.Cost is null ? null : Roubles(sums.Revenue - unknown - sums.Cost),
                    "of the lines of known cost"
                );
            row.ManualDiscounts.Should().Be(Roubles(sums.Discounts - sums.Listed), "both sum to the discounts");
            row.WrittenOff.Should()
                .Be(
                    Roubles(
                        Rub.Round(
                            letGo
                                .Where(x => (x.Id.ToString(), x.Amount.Currency) == (key, currency))
                                .Sum(x => x.Amount.Amount * Rate(x.Amount.Currency, x.At))
                        )
                    )
                );
            row.ExchangeDifference.Should().Be(Roubles(Rub.Round(differences[key])));
        }

        var total = into.Total([.. expected.Keys.Select(x => into.Row(x.Key, x.Currency.Code))]);
        total.Revenue.Should().Be(Roubles(Rub.Round(delivered.Sum(d => d.Sign * d.Line.Net * Rate(d.Currency, d.At)))));
        total.ExchangeDifference.Should().Be(Roubles(Rub.Round(differences.Values.Sum())));
        total
            .WrittenOff.Should()
            .Be(Roubles(Rub.Round(letGo.Sum(x => x.Amount.Amount * Rate(x.Amount.Currency, x.At)))));
        total
            .RoundingDifference!.WrittenOff.Amount.Should()
            .Be(
                total.WrittenOff!.Value.Amount
                    - expected.Keys.Sum(x => into.Row(x.Key, x.Currency.Code).WrittenOff!.Value.Amount)
            );
        total
            .RoundingDifference!.Revenue.Amount.Should()
            .Be(total.Revenue!.Value.Amount - expected.Values.Sum(x => x.Revenue), "what rounding leaves is said");
        (await Read(Rates(rates), "month"))
            .Total([])
            .Revenue.Should()
            .Be(total.Revenue, "the same whole, however it is cut");
    }

    /// <summary>The n-th unit of debt that rises is closed by the n-th that falls: overlaps of two cumulative lines.</summary>
    private static decimal Difference(Story story, Func<Currency, DateTimeOffset, decimal> rate)
    {
        var moves = story
            .Events.Select(x =>
                x switch
                {
                    ShipmentMade f => (x.HappenedAt, f.Currency, Amount: f.Lines.Sum(l => l.Total)),
                    ReturnAccepted f => (x.HappenedAt, f.Currency, Amount: -f.Lines.Sum(l => l.Total)),
                    PaymentReceived f => (x.HappenedAt, f.Amount.Currency, Amount: -f.Amount.Amount),
                    RefundMade f => (x.HappenedAt, f.Amount.Currency, Amount: f.Amount.Amount),
                    DebtWrittenOff f => (
                        x.HappenedAt,
                        f.Amount.Currency,
                        Amount: f.Side == DebtSide.Client ? -f.Amount.Amount : f.Amount.Amount
                    ),
                    _ => default,
                }
            )
            .Where(x => x.Amount != 0)
            .OrderBy(x => x.HappenedAt)
            .ToArray();
        var (ups, downs) = (Intervals(moves.Where(x => x.Amount > 0)), Intervals(moves.Where(x => x.Amount < 0)));
        return (
            from up in ups
            from down in downs
            let shared = Math.Min(up.To, down.To) - Math.Max(up.From, down.From)
            where shared > 0
            select shared * (rate(down.Currency, down.At) - rate(up.Currency, up.At))
        ).Sum();

        static (decimal From, decimal To, DateTimeOffset At, Currency Currency)[] Intervals(
            IEnumerable<(DateTimeOffset At, Currency Currency, decimal Amount)> moves
        )
        {
            var at = 0m;
            return [.. moves.Select(x => (at, at += Math.Abs(x.Amount), x.At, x.Currency))];
        }
    }

    private static RateBook Rates(params (DateOnly Day, decimal Rate)[] rates) =>
        new(rates.Select(x => new DayRate(new(Usd, Rub), x.Day, x.Rate)), Rub);

    private async Task<ConvertedProfit> Read(RateBook rates, string by)
    {
        var (into, report, filter) = (
            new Converted(Rub, rates, Moscow),
            new ProfitByRate(store.Database),
            new ReportFilter(DealVisibility.Everything, null)
        );
        (await report.Currencies(CancellationToken.None)).Should().BeSubsetOf(["RUB", "USD"]).And.NotBeEmpty();
        return new(
            await report.Deliveries(filter, Always, by, Moscow, into.Starts, CancellationToken.None),
            await report.Matches(filter, Always, by, Moscow, into.Starts, CancellationToken.None),
            into,
            by == "product"
        );
    }

    private async Task<(ConvertedProfitAnswer Row, ConvertedProfitAnswer Total)> Converted(RateBook rates, string by)
    {
        var cell = (
            await store.Profit.Read(new(DealVisibility.Everything, null), Always, by, Moscow, CancellationToken.None)
        ).Cells.Single();
        var into = await Read(rates, by);
        var row = into.Row(cell.Key, cell.Currency);
        return (row, into.Total([row]));
    }
}
