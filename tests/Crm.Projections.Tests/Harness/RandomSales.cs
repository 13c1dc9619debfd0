namespace Crm.Projections.Tests.Harness;

/// <summary>
/// Deals that sell, in currencies of no, two and three decimals: lines with every kind of discount are shipped in many small parts,
/// some are returned, rests are cancelled, money is paid, refunded and written off, and the deal changes its manager. Much of it is
/// back-dated.
/// </summary>
public sealed class RandomSales(int seed)
{
    public static readonly Currency[] Currencies = [Rub, Usd, new("JPY"), new("KWD")];
    private static readonly decimal?[] Rates = [null, 0, 5, 7, 10, 20, 22];
    private static readonly string?[] Sources = ["web", "phone", null];
    private readonly Random random = new(seed);

    public Story New(int commands)
    {
        var currency = Pick(Currencies);
        var story = new Story(
            ShippedKinds.Simple,
            On("2026-01-01").AddHours(random.Next(2000)),
            x =>
                x with
                {
                    Client = random.Next(3) == 0 ? null : Pick(Acme, Brick),
                    Manager = Pick(Anna, Boris),
                    Source = Pick(Sources),
                }
        );
        story.Did(Order(currency));
        for (var i = 0; i < commands; i++)
        {
            story.Now += TimeSpan.FromMinutes(random.Next(3000));
            story.Try(Next(story, currency), random.Next(5) == 0 ? story.Now.AddMinutes(-random.Next(6000)) : null);
        }

        return story;
    }

    private DealCommand Next(Story story, Currency currency)
    {
        var (ledger, balance) = (story.Deal.Ledger, story.Deal.Ledger.Balance);
        return random.Next(30) switch
        {
            0 or 1 when balance.ClientOwes + balance.WeOwe is > 0 and var debt => new WriteOffDebt(
                new(Guid.CreateVersion7()),
                new(Math.Min(debt, Units(currency, 20)), currency),
                balance.ClientOwes > 0 ? DebtSide.Client : DebtSide.Us,
                Why
            ),
            2 => new RecordPayment(
                new(Guid.CreateVersion7()),
                new(
                    balance.ClientOwes > 0 && random.Next(2) == 0 ? balance.ClientOwes : Units(currency, 100_000),
                    currency
                ),
                null,
                null,
                []
            ),
            3 when ledger.Paid > ledger.Refunded => new RecordRefund(
                new(Guid.CreateVersion7()),
                new(Math.Min(ledger.Paid - ledger.Refunded, Units(currency, 5_000)), currency),
                Why,
                null
            ),
            4 when ledger.HasRest => new CancelOrderLines(
                ledger.Orders.Values.First(x => x.Lines.Values.Any(l => l.Rest > 0)).Id,
                [
                    .. ledger
                        .Orders.Values.First(x => x.Lines.Values.Any(l => l.Rest > 0))
                        .Lines.Values.Where(x => x.Rest > 0)
                        .Take(1)
                        .Select(x => new LineQuantity(x.Id, Part(x.Rest))),
                ],
                Why
            ),
            5 => new AssignManager(Pick(Anna, Boris)),
            6 => new IdentifyClient(Pick(Acme, Brick)),
            7 => new EditDeal([new SourceChanged(Pick(Sources))]),
            8 when ledger.Orders.Count < 3 => Order(currency),
            < 19
                when ledger.Shipments.Values.Where(x => x.Lines.Values.Any(l => l.Quantity > l.Returned)).ToArray()
                    is { Length: > 0 } shipments => Return(shipments[random.Next(shipments.Length)]),
            _ when ledger.HasRest => Ship(
                ledger.Orders.Values.Where(x => x.Lines.Values.Any(l => l.Rest > 0)).MinBy(_ => random.Next())!
            ),
            _ => Order(currency),
        };
    }

    private PlaceOrder Order(Currency currency)
    {
        var includesVat = random.Next(2) == 0;
        ImmutableArray<LineDraft> lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Draft())];
        var whole = Pricing.Of(lines, includesVat, currency, null).Sum(x => includesVat ? x.Total : x.Net);
        var discount = random.Next(4) switch
        {
            0 => new DocumentDiscount(random.Next(1, 3000) / 100m, null),
            1 when Units(currency, 500) is var sum && sum < whole => new(null, sum),
            _ => null,
        };
        return new PlaceOrder(
            new(Guid.CreateVersion7()),
            null,
            includesVat,
            currency,
            Pricing.Of(lines, includesVat, currency, discount)
        );
    }

    /// <summary>Of a product or free, with a list price or a manual one, with or without a known cost.</summary>
    private LineDraft Draft() =>
        new(
            new(Guid.CreateVersion7()),
            random.Next(2) == 0 ? Chair : null,
            Pick("thing", "service"),
            random.Next(1, 100_000) / 1000m,
            "pcs",
            random.Next(1, 50_000_000) / 1000m,
            random.Next(3) == 0 ? random.Next(0, 10_001) / 100m : 0,
            Pick(Rates),
            random.Next(4) == 0 ? null : random.Next(1, 9_999_999) / 1000m
        )
        {
            BasePrice = random.Next(2) == 0 ? random.Next(1, 50_000_000) / 1000m : null,
            PriceList = random.Next(2) == 0 ? "dealer" : null,
        };

    private RecordShipment Ship(Order order) =>
        new(
            new(Guid.CreateVersion7()),
            order.Id,
            [
                .. order
                    .Lines.Values.Where(x => x.Rest > 0)
                    .Take(2)
                    .Select(x => new ShippedQuantity(
                        x.Id,
                        Part(x.Rest),
                        random.Next(3) == 0 ? random.Next(1, 9_999_999) / 1000m : null,
                        null
                    )),
            ],
            null
        );

    private AcceptReturn Return(Shipment shipment)
    {
        var (line, part) = shipment.Lines.First(x => x.Value.Quantity > x.Value.Returned);
        return new AcceptReturn(
            new(Guid.CreateVersion7()),
            shipment.Id,
            [new LineQuantity(line, Part(part.Quantity - part.Returned))],
            Why
        );
    }

    /// <summary>Small, so that a line is shipped in many parts; sometimes all of it.</summary>
    private decimal Part(decimal whole) =>
        random.Next(40) == 0
            ? whole
            : Math.Min(whole, Math.Max(0.001m, Math.Round(whole * random.Next(1, 100) / 1000m, 3)));

    private decimal Units(Currency currency, int most) =>
        random.Next(1, most)
        * currency.Decimals switch
        {
            0 => 1m,
            2 => 0.01m,
            _ => 0.001m,
        };

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
