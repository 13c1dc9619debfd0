using Crm.Projections.EventStore;
using JasperFx.Events;
using Marten;

namespace Crm.Projections.Tests.Reports;

/// <summary>
/// Gross profit reconciles to the last minor unit: random shipments, returns and write-offs (a hundred thousand in a full run),
/// together with payments and cancellations, through the report's own fold, table and queries, against sums that share no code with it.
/// </summary>
public sealed class ProfitReconciliationTests : IAsyncLifetime
{
    private const int Commands = 110,
        Page = 25;
    private static readonly Cases Documents = new(Few: 10_000, Full: 100_000);
    private static readonly Period Always = new(null, null);
    private static readonly ReportFilter Everything = new(DealVisibility.Everything, null);
    private readonly TestStore store = new();
    private readonly GrossProfit report = new(StoreFormat.Schema);
    private readonly List<Entry> entries = [];
    private readonly Dictionary<Type, int> made = [];

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task However_it_is_cut_it_is_the_sum_over_shipments_and_returns_and_what_the_order_lines_say()
    {
        var world = new RandomSales(20261124);
        List<Story> page = [];
        while (Counting < Documents.Count)
        {
            var story = world.New(Commands);
            foreach (var domainEvent in story.Events)
                made[domainEvent.GetType()] = made.GetValueOrDefault(domainEvent.GetType()) + 1;
            var own = Entries(story);
            WhatTheLinesSay(story, own);
            entries.AddRange(own);
            page.Add(story);
            if (page.Count < Page && Counting < Documents.Count)
                continue;
            await Keep(page);
            page.Clear();
        }

        foreach (
            var type in (Type[])
                [
                    typeof(ShipmentMade),
                    typeof(ReturnAccepted),
                    typeof(DebtWrittenOff),
                    typeof(PaymentReceived),
                    typeof(RefundMade),
                    typeof(OrderLinesCancelled),
                    typeof(ManagerAssigned),
                    typeof(ClientIdentified),
                    typeof(SourceChanged),
                ]
        )
            made.GetValueOrDefault(type)
                .Should()
                .BeGreaterThan(Documents.AtLeast(1000), $"the world is rich in {type.Name}");
        entries.Select(x => x.Currency).Distinct().Should().HaveCount(RandomSales.Currencies.Length);
        await Cuts();
    }

    private int Counting =>
        made.GetValueOrDefault(typeof(ShipmentMade))
        + made.GetValueOrDefault(typeof(ReturnAccepted))
        + made.GetValueOrDefault(typeof(DebtWrittenOff));

    /// <summary>Every grouping, row by row, plain and split where rates change; and the events behind the rows.</summary>
    private async Task Cuts()
    {
        var rates = Enumerable.Range(0, 40).Select(x => On("2026-01-01").AddDays(x * 5)).ToArray();
        var converted = new ProfitByRate(store.Database);
        foreach (
            var (by, key) in new (string, Func<Entry, string?>)[]
            {
                ("deal", x => x.Deal),
                ("client", x => x.Client),
                ("manager", x => x.Manager),
                ("product", x => x.Product),
                ("source", x => x.Source),
                ("month", x => x.Month),
            }
        )
        {
            var expected = Ordered(
                entries.GroupBy(x => (Key: key(x), x.Currency)).Select(x => Cell(x.Key.Key, x.Key.Currency, x))
            );
            var found = Ordered(
                (await store.Profit.Read(Everything, Always, by, Moscow, CancellationToken.None)).Cells
            );
            found.Should().Equal(expected, $"by {by}");
            found.Should().HaveCountGreaterThan(RandomSales.Currencies.Length, "it is cut indeed");
            var parts = await converted.Deliveries(Everything, Always, by, Moscow, rates, CancellationToken.None);
            parts.Select(x => x.Rate).Distinct().Should().HaveCountGreaterThan(20);
            Ordered(
                    parts
                        .GroupBy(x => (x.Key, x.Currency))
                        .Select(x => new ProfitCell(
                            x.Key.Key,
                            x.Key.Currency,
                            x.Sum(p => p.Revenue),
                            x.Sum(p => p.Discounts),
                            x.Sum(p => p.Cost),
                            x.Sum(p => p.CostUnknown)
                        )
                        {
                            ListDiscounts = x.Sum(p => p.ListDiscounts),
                            WrittenOff = x.Sum(p => p.WrittenOff),
                            UnknownRevenue = x.Sum(p => p.UnknownRevenue),
                            LacksKnownCost = x.All(p => p.KnownLines == 0),
                        })
                )
                .Should()
                .Equal(expected, $"by {by}, cut where rates change");
            foreach (var row in expected.Where((_, i) => i % Math.Max(1, expected.Length / 12) == 0))
                (await Behind(by, row))
                    .Should()
                    .Be((row.Revenue, row.Discounts, row.Cost, row.WrittenOff), $"the events behind {row.Key} by {by}");
        }
    }

    private async Task<(decimal Revenue, decimal Discounts, decimal Cost, decimal WrittenOff)> Behind(
        string by,
        ProfitCell row
    )
    {
        var behind = GrossProfitQuery.Facts(Everything, Always, by, row.Key, Moscow);
        await using var command = store.Database.CreateCommand(
            "select sum(r.revenue), sum(r.discount + coalesce(r.list_discount, 0)), sum(r.cost), "
                + $"coalesce(sum(r.written_off), 0) from {report.Rows} r where {behind.Sql} and r.currency = "
                + $"'{row.Currency}'"
        );
        command.Parameters.AddRange(behind.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).Should().BeTrue();
        return (reader.GetDecimal(0), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetDecimal(3));
    }

    /// <summary>As the daemon does, without the event store in between.</summary>
    private async Task Keep(IEnumerable<Story> stories)
    {
        await using var session = store.Store.LightweightSession();
        await report.ApplyAsync(
            session,
            [.. stories.SelectMany(story => story.Events.Select(domainEvent => Stored(story, domainEvent)))],
            CancellationToken.None
        );
        await session.SaveChangesAsync();
    }

    private static IEvent Stored(Story story, DomainEvent domainEvent)
    {
        var stored = (IEvent)
            Activator.CreateInstance(typeof(Event<>).MakeGenericType(domainEvent.GetType()), domainEvent)!;
        stored.StreamId = story.Id.Value;
        return stored;
    }

    /// <summary>
    /// Parts are rounded cumulatively, not each by itself: what was shipped of a line follows from the quantity alone, and so does what
    /// was returned of a shipment's line. Where prices include VAT, the net amount is what the rounded VAT leaves of the rounded total.
    /// </summary>
    private static void WhatTheLinesSay(Story story, List<Entry> own)
    {
        var ledger = story.Deal.Ledger;
        var currency = ledger.Currency!.Value;
        var inside = ledger.Lines.Where(x => x.PriceIncludesVat).Select(x => x.Id).ToHashSet();
        (own.Sum(x => x.Revenue), own.Sum(x => x.Manual), own.Sum(x => x.Listed))
            .Should()
            .Be(
                (
                    NetShipped() - NetReturned(),
                    Shipped(x => x.Whole.Discount) - Returned(x => x.Discount),
                    Shipped(x => x.Whole.ListDiscount) - Returned(x => x.ListDiscount ?? 0)
                )
            );
        own.Sum(x => x.WrittenOff).Should().Be(ledger.Balance.WrittenOff);
        own.Should()
            .OnlyContain(x =>
                currency.Round(x.Revenue) == x.Revenue
                && currency.Round(x.Cost) == x.Cost
                && currency.Round(x.WrittenOff) == x.WrittenOff
            );

        decimal NetShipped() =>
            Shipped(x => x.Whole.Total, x => inside.Contains(x.Id))
            - Shipped(x => x.Whole.Vat, x => inside.Contains(x.Id))
            + Shipped(x => x.Whole.Net, x => !inside.Contains(x.Id));

        decimal NetReturned() =>
            Returned(x => x.Total, x => inside.Contains(x.Line))
            - Returned(x => x.Vat, x => inside.Contains(x.Line))
            + Returned(x => x.Net, x => !inside.Contains(x.Line));

        decimal Shipped(Func<OrderLine, decimal> whole, Func<OrderLine, bool>? counts = null) =>
            ledger.Lines.Where(counts ?? (_ => true)).Sum(x => Share(whole(x), x.Shipped.Quantity, x.Quantity));

        decimal Returned(Func<ShippedLine, decimal> whole, Func<ShippedLine, bool>? counts = null) =>
            story
                .Events.OfType<ShipmentMade>()
                .SelectMany(x => x.Lines.Where(counts ?? (_ => true)).Select(line => (x.Shipment, Line: line)))
                .Sum(x => Share(whole(x.Line), Back(story, x.Shipment, x.Line.Line), x.Line.Quantity));

        decimal Share(decimal whole, decimal quantity, decimal of) =>
            Math.Round(whole * quantity / of, currency.Decimals, MidpointRounding.AwayFromZero);
    }

    private static decimal Back(Story story, ShipmentId shipment, LineId line) =>
        story
            .Events.OfType<ReturnAccepted>()
            .Where(x => x.Shipment == shipment)
            .SelectMany(x => x.Lines)
            .Where(x => x.Line == line)
            .Sum(x => x.Quantity);

    private static List<Entry> Entries(Story story)
    {
        // A stable order: of equal instants the one recorded later applies.
        var moves = story
            .Events.Where(x => x is DealOpened or ManagerAssigned or ClientIdentified or SourceChanged)
            .OrderBy(x => x.HappenedAt)
            .ToArray();
        List<Entry> found = [];
        foreach (var domainEvent in story.Events)
        {
            var (sign, currency, lines) = domainEvent switch
            {
                ShipmentMade f => (1, f.Currency, f.Lines),
                ReturnAccepted f => (-1, f.Currency, f.Lines),
                _ => (0, default, []),
            };
            if (sign == 0 && domainEvent is not DebtWrittenOff)
                continue;
            var (manager, client, source) = ((UserId?)null, (ClientId?)null, (string?)null);
            foreach (var move in moves.TakeWhile(x => x.HappenedAt <= domainEvent.HappenedAt))
                (manager, client, source) = move switch
                {
                    DealOpened f => (f.Manager, f.Client, f.Source),
                    ManagerAssigned f => (f.Manager, client, source),
                    ClientIdentified f => (manager, f.Client, source),
                    SourceChanged f => (manager, client, f.Source),
                    _ => (manager, client, source),
                };
            var empty = new Entry(
                story.Id.ToString(),
                client?.ToString(),
                manager?.ToString(),
                null,
                source,
                TimeZoneInfo
                    .ConvertTime(domainEvent.HappenedAt, Moscow)
                    .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
                currency.Code,
                0,
                0,
                0,
                0,
                false,
                0
            );
            foreach (var x in lines)
                found.Add(
                    empty with
                    {
                        Product = x.Product?.ToString() ?? x.Name,
                        Revenue = sign * x.Net,
                        Manual = sign * x.Discount,
                        Listed = sign * (x.ListDiscount ?? 0),
                        Cost = sign * (x.Cost ?? 0),
                        CostUnknown = x.Cost is null,
                    }
                );
            if (domainEvent is DebtWrittenOff off)
                found.Add(
                    empty with
                    {
                        Currency = off.Amount.Currency.Code,
                        WrittenOff = off.Side == DebtSide.Client ? off.Amount.Amount : -off.Amount.Amount,
                    }
                );
        }

        return found;
    }

    private static ProfitCell Cell(string? key, string currency, IEnumerable<Entry> of)
    {
        var all = of.ToArray();
        return new(
            key,
            currency,
            all.Sum(x => x.Revenue),
            all.Sum(x => x.Manual + x.Listed),
            all.Sum(x => x.Cost),
            all.Count(x => x.CostUnknown)
        )
        {
            ListDiscounts = all.Sum(x => x.Listed),
            WrittenOff = all.Sum(x => x.WrittenOff),
            UnknownRevenue = all.Where(x => x.CostUnknown).Sum(x => x.Revenue),
            LacksKnownCost = !all.Any(x => x.Product is not null && !x.CostUnknown),
        };
    }

    private static ProfitCell[] Ordered(IEnumerable<ProfitCell> cells) =>
        [.. cells.OrderBy(x => x.Key, StringComparer.Ordinal).ThenBy(x => x.Currency, StringComparer.Ordinal)];

    private sealed record Entry(
        string Deal,
        string? Client,
        string? Manager,
        string? Product,
        string? Source,
        string Month,
        string Currency,
        decimal Revenue,
        decimal Manual,
        decimal Listed,
        decimal Cost,
        bool CostUnknown,
        decimal WrittenOff
    );
}
