namespace Crm.Projections.Tests.Reports;

/// <summary>
/// Gross profit reconciles to the last minor unit: a hundred thousand random shipments, returns and write-offs through the report's own
/// fold, against sums that share no code with it.
/// </summary>
public sealed class ProfitReconciliationTests
{
    private const int Documents = 100_000, PerDeal = 80;
    private static readonly Currency[] Currencies = [Rub, Rub, new("JPY"), new("KWD")];
    private static readonly decimal?[] Rates = [null, 0, 5, 7, 10, 20, 22];
    private readonly Random random = new(20261124);

    [Fact]
    public void The_sum_over_deals_is_the_sum_over_shipments_and_returns_and_what_the_order_lines_say()
    {
        var report = new GrossProfit("nowhere");
        var (overDeals, overDocuments, overLines) = (new Totals(), new Totals(), new Totals());
        var made = 0;
        while (made < Documents)
        {
            var story = Deal();
            var state = story.Facts.Aggregate((SellingDeal?)null, (before, fact) => report.Evolve(before, story.Id, fact))!;
            var rows = report.RowsOf(story.Id, state).ToArray();
            var currency = story.Deal.Ledger.Currency!.Value;
            var own = new Totals();
            foreach (var x in rows) own.Add(x.Currency, x.Revenue, x.Discount, x.Cost, x.WrittenOff);
            var documents = new Totals();
            foreach (var fact in story.Facts) made += documents.Add(fact);
            var lines = new Totals();
            foreach (var x in story.Deal.Ledger.Lines) lines.Add(currency.Code, Kept(x, currency, x.Whole.Net), Kept(x, currency, x.Whole.Discount), 0, 0);
            own.Of(currency).Should().Be(documents.Of(currency));
            (own.Of(currency).Revenue, own.Of(currency).Discount).Should().Be((lines.Of(currency).Revenue, lines.Of(currency).Discount), "parts are rounded as the line goes, not each by itself");
            own.Of(currency).WrittenOff.Should().Be(story.Deal.Ledger.Balance.WrittenOff);
            overDeals.Add(own);
            overDocuments.Add(documents);
            overLines.Add(lines);
        }

        foreach (var currency in Currencies.Distinct())
        {
            overDeals.Of(currency).Should().Be(overDocuments.Of(currency));
            overDeals.Of(currency).Revenue.Should().Be(overLines.Of(currency).Revenue).And.BeGreaterThan(0);
            decimal.Round(overDeals.Of(currency).Revenue, currency.Decimals).Should().Be(overDeals.Of(currency).Revenue, "to the last minor unit");
        }

        made.Should().BeGreaterThanOrEqualTo(Documents);
    }

    /// <summary>What of a line's sum stays with the client, from its quantities alone.</summary>
    private static decimal Kept(OrderLine line, Currency currency, decimal whole)
    {
        decimal Share(decimal quantity) => Math.Round(whole * quantity / line.Quantity, currency.Decimals, MidpointRounding.AwayFromZero);
        return Share(line.Shipped.Quantity) - Share(line.Returned.Quantity);
    }

    private Story Deal()
    {
        var currency = Currencies[random.Next(Currencies.Length)];
        var story = new Story(ShippedKinds.Simple, On("2026-01-01"), x => x with { Client = Acme });
        var order = new OrderId(Guid.CreateVersion7());
        var includesVat = random.Next(2) == 0;
        story.Did(new PlaceOrder(order, null, includesVat, currency, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => PricedLine.From(new LineDraft(new(Guid.CreateVersion7()), random.Next(2) == 0 ? Chair : null,
            "thing", random.Next(1, 100_000) / 1000m, "pcs", random.Next(1, 50_000_000) / 1000m, random.Next(3) == 0 ? random.Next(0, 10_001) / 100m : 0, Rates[random.Next(Rates.Length)], random.Next(4) == 0 ? null : random.Next(1, 9_999_999) / 1000m), includesVat, currency))]));
        for (var i = 0; i < PerDeal; i++) story.Try(Next(story, order, currency), null);
        return story;
    }

    private DealCommand Next(Story story, OrderId order, Currency currency)
    {
        var ledger = story.Deal.Ledger;
        var kind = random.Next(8);
        if (kind == 0 && ledger.Balance.ClientOwes is > 0 and var debt) return new WriteOffDebt(new(Guid.CreateVersion7()), new Money(Math.Min(debt, random.Next(1, 20) * (currency.Decimals == 0 ? 1 : 0.01m)), currency), DebtSide.Client, Why);
        if (kind < 4 && ledger.Shipments.Values.Where(x => x.Lines.Values.Any(l => l.Quantity > l.Returned)).ToArray() is { Length: > 0 } shipments)
        {
            var shipment = shipments[random.Next(shipments.Length)];
            var (line, part) = shipment.Lines.First(x => x.Value.Quantity > x.Value.Returned);
            return new AcceptReturn(new(Guid.CreateVersion7()), shipment.Id, [new LineQuantity(line, Part(part.Quantity - part.Returned))], Why);
        }

        return new RecordShipment(new(Guid.CreateVersion7()), order,
            [.. ledger.Orders[order].Lines.Values.Where(x => x.Rest > 0).Take(2).Select(x => new ShippedQuantity(x.Id, Part(x.Rest), random.Next(3) == 0 ? random.Next(1, 9_999_999) / 1000m : null, null))], null);
    }

    /// <summary>Small, so that a line goes in many parts; now and then all of it.</summary>
    private decimal Part(decimal whole) => random.Next(40) == 0 ? whole : Math.Min(whole, Math.Max(0.001m, Math.Round(whole * random.Next(1, 100) / 1000m, 3)));

    private sealed record Sum(decimal Revenue, decimal Discount, decimal Cost, decimal WrittenOff);

    private sealed class Totals
    {
        private readonly Dictionary<string, Sum> sums = [];

        public Sum Of(Currency currency) => sums.GetValueOrDefault(currency.Code, new(0, 0, 0, 0));

        public void Add(string currency, decimal revenue, decimal discount, decimal cost, decimal writtenOff)
        {
            var x = sums.GetValueOrDefault(currency, new(0, 0, 0, 0));
            sums[currency] = new(x.Revenue + revenue, x.Discount + discount, x.Cost + cost, x.WrittenOff + writtenOff);
        }

        public void Add(Totals other)
        {
            foreach (var (currency, x) in other.sums) Add(currency, x.Revenue, x.Discount, x.Cost, x.WrittenOff);
        }

        /// <returns>1 for a document that counts.</returns>
        public int Add(Fact fact)
        {
            switch (fact)
            {
                case ShipmentMade f:
                    Add(f.Currency.Code, f.Lines.Sum(x => x.Net), f.Lines.Sum(x => x.Discount), f.Lines.Sum(x => x.Cost ?? 0), 0);
                    return 1;
                case ReturnAccepted f:
                    Add(f.Currency.Code, -f.Lines.Sum(x => x.Net), -f.Lines.Sum(x => x.Discount), -f.Lines.Sum(x => x.Cost ?? 0), 0);
                    return 1;
                case DebtWrittenOff f:
                    Add(f.Amount.Currency.Code, 0, 0, 0, f.Side == DebtSide.Client ? f.Amount.Amount : -f.Amount.Amount);
                    return 1;
                default:
                    return 0;
            }
        }
    }
}
