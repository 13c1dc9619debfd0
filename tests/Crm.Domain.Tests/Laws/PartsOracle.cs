namespace Crm.Domain.Tests;

/// <summary>
/// What each part must state, calculated independently of the domain: round(amount x quantity so far / quantity) of two amounts of
/// its line, less what earlier parts took; the third is derived.
/// </summary>
internal static class PartsOracle
{
    private readonly record struct Sum(decimal Quantity, decimal Net, decimal Vat, decimal Total)
    {
        public static Sum operator +(Sum a, Sum b) =>
            new(a.Quantity + b.Quantity, a.Net + b.Net, a.Vat + b.Vat, a.Total + b.Total);
    }

    private readonly record struct Whole(Sum Sum, bool IncludesVat, Currency Currency)
    {
        public Sum UpTo(decimal quantity)
        {
            var (of, currency) = (Sum, Currency);
            var (net, vat, total) = (Share(Sum.Net), Share(Sum.Vat), Share(Sum.Total));
            return IncludesVat ? new(quantity, total - vat, vat, total) : new(quantity, net, vat, net + vat);

            decimal Share(decimal amount) =>
                Math.Round(amount * quantity / of.Quantity, currency.Decimals, MidpointRounding.AwayFromZero);
        }

        /// <summary>The three amounts, rounded each by itself, do not add up.</summary>
        public bool Breaks(decimal quantity)
        {
            var (of, currency) = (Sum, Currency);
            return Share(Sum.Net) + Share(Sum.Vat) != Share(Sum.Total);

            decimal Share(decimal amount) =>
                Math.Round(amount * quantity / of.Quantity, currency.Decimals, MidpointRounding.AwayFromZero);
        }
    }

    /// <returns>How many parts there were, how many lines and shipments were taken whole, and how many parts needed the rule.</returns>
    public static (int Parts, int Whole, int Derived) Check(IReadOnlyList<DomainEvent> events)
    {
        var (parts, whole, derived) = (0, 0, 0);
        Dictionary<string, Sum> taken = [];
        Dictionary<string, Whole> lines = [];
        Dictionary<InvoiceId, InvoiceIssued> invoices = [];
        foreach (var domainEvent in events)
            switch (domainEvent)
            {
                case OrderPlaced order:
                    foreach (var x in order.Lines)
                        lines[$"{x.Line}"] = new(
                            new(x.Quantity, x.Net, x.Vat, x.Total),
                            order.PriceIncludesVat,
                            order.Currency
                        );
                    break;
                case ShipmentMade shipment:
                    foreach (var x in shipment.Lines)
                    {
                        var sum = new Sum(x.Quantity, x.Net, x.Vat, x.Total);
                        Part($"shipped {x.Line}", lines[$"{x.Line}"], sum);
                        lines[$"{shipment.Shipment} {x.Line}"] = lines[$"{x.Line}"] with { Sum = sum };
                    }

                    break;
                case ReturnAccepted back:
                    foreach (var x in back.Lines)
                        Part(
                            $"returned {back.Shipment} {x.Line}",
                            lines[$"{back.Shipment} {x.Line}"],
                            new(x.Quantity, x.Net, x.Vat, x.Total)
                        );
                    break;
                case InvoiceIssued invoice:
                    invoices[invoice.Invoice] = invoice;
                    // A reissue of the same content repeats its amounts.
                    var isRepeated = invoice.Replaces is { } old && invoices[old].Lines.Length == invoice.Lines.Length;
                    foreach (var x in invoice.Lines)
                        Part(
                            $"invoiced {x.Line}",
                            lines[$"{x.Line}"],
                            new(x.Quantity, x.Net, x.Vat, x.Total),
                            isRepeated
                        );
                    break;
                case InvoiceCancelled cancelled:
                    foreach (var x in invoices[cancelled.Invoice].Lines)
                        taken[$"invoiced {x.Line}"] += new Sum(-x.Quantity, -x.Net, -x.Vat, -x.Total);
                    break;
            }

        return (parts, whole, derived);

        void Part(string name, Whole line, Sum part, bool isRepeated = false)
        {
            var before = taken.GetValueOrDefault(name);
            taken[name] = before + part;
            var upTo = line.UpTo(before.Quantity + part.Quantity);
            if (!isRepeated)
                Law.Holds(taken[name] == upTo, $"{name}: {part} after {before} is the share of {line}");
            if (taken[name].Quantity == line.Sum.Quantity && !isRepeated)
                Law.Holds(taken[name] == line.Sum, $"{name}: the parts sum to the line");
            parts++;
            whole += taken[name].Quantity == line.Sum.Quantity ? 1 : 0;
            derived += line.Breaks(before.Quantity + part.Quantity) ? 1 : 0;
        }
    }
}
