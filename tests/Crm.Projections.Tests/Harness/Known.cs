using System.Globalization;

namespace Crm.Projections.Tests.Harness;

/// <summary>The people, things and instants that tests use.</summary>
public static class Known
{
    public static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    public static readonly Currency Rub = new("RUB");
    public static readonly Currency Usd = new("USD");
    public static readonly UserId Anna = new(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
    public static readonly UserId Boris = new(Guid.Parse("00000000-0000-7000-8000-0000000000b2"));
    public static readonly ClientId Acme = new(Guid.Parse("00000000-0000-7000-8000-0000000000c3"));
    public static readonly ClientId Brick = new(Guid.Parse("00000000-0000-7000-8000-0000000000d4"));
    public static readonly ProductId Chair = new(Guid.Parse("00000000-0000-7000-8000-0000000000e5"));
    public static readonly Personal Why = Personal.Seal("because", "salt");

    /// <summary>The instant at which tests query everything: after all their events.</summary>
    public static readonly DateTimeOffset Later = On("2026-12-01");

    /// <summary>An instant in UTC: <c>2026-01-10</c> or <c>2026-01-10 09:00</c>.</summary>
    public static DateTimeOffset On(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Money Roubles(decimal amount) => new(amount, Rub);

    public static Money Dollars(decimal amount) => new(amount, Usd);

    public static CloseDeal Lose(string reason) =>
        new(Outcome.Lost, ShippedReasons.All.Single(x => x.Code == reason), Why, Why, Why);

    public static EditDeal Amount(Money? amount) => new([new ExpectedAmountChanged(amount)]);

    public static EditDeal Probability(int? percent) => new([new ProbabilityChanged(percent)]);

    /// <param name="basePrice">Given: the price is that of a price list.</param>
    public static PricedLine Line(
        decimal quantity,
        decimal price,
        decimal? cost = null,
        decimal discount = 0,
        Currency? currency = null,
        ProductId? product = null,
        decimal? basePrice = null
    ) =>
        PricedLine.From(
            new LineDraft(
                new LineId(Guid.CreateVersion7()),
                product,
                "thing",
                quantity,
                "pcs",
                price,
                discount,
                20,
                cost
            )
            {
                BasePrice = basePrice,
                PriceList = basePrice is null ? null : "dealer",
            },
            priceIncludesVat: false,
            currency ?? Rub
        );
}
