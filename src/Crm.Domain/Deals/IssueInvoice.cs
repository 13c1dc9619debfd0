using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>Asks the client to pay: for parts of an order, for all that is not invoiced yet, for free lines or for a plain amount.</summary>
/// <param name="Parts">Quantities of the order's lines; null for everything of the order that is not invoiced.</param>
/// <param name="Lines">Free lines, already priced.</param>
/// <param name="Amount">A plain amount, with VAT (an advance).</param>
public sealed record IssueInvoice(
    InvoiceId Id, OrderId? Order, ImmutableArray<LineQuantity>? Parts, ImmutableArray<PricedLine>? Lines, Money? Amount, Currency Currency, bool PriceIncludesVat,
    DateOnly? DueOn) : DealCommand
{
    protected override Decision Judge(Situation at)
    {
        if (at.Deal.Ledger.Invoices.ContainsKey(Id)) return Rejection.Conflict("id.taken");
        Order? order = null;
        if (Order is { } id && !at.Deal.Ledger.Orders.TryGetValue(id, out order)) return Rejection.Invalid("/orderId", "order.not_found", "an order of this deal");
        if (Rule.SameCurrency(at, Currency, at.Deal.Currency) is { } differs) return differs;
        if (Amount is { } other && Rule.SameCurrency(at, other.Currency, Currency) is { } unlike) return unlike;
        if (Amount is { } amount && Rule.Positive(amount, "/amount/amount") is { } fault) return fault;
        if (!OfOrderLines && Amount is null && LineRule.Faults(Lines ?? []) is { } wrong) return wrong;
        if ((order is null ? Clocks.Adding(at) : Clocks.Referring(at, order.LatestAt)) is { } early) return early;
        if (order is not null && OfOrderLines) return OfOrder(at, order);
        var lines = (Lines ?? []).Select(x => new InvoiceLine(x.Line, x.Product, x.Name, x.Quantity, x.Unit, x.Price, x.DiscountPercent, x.VatRate, x.Net, x.Vat, x.Total));
        return Amount is null ? Issue(at, [.. lines]) : Issue(at, []);
    }

    private bool OfOrderLines => Order is not null && Amount is null && Lines is null;

    private Decision OfOrder(Situation at, Order order)
    {
        var parts = Parts ?? [.. order.Lines.Values.Select(x => new LineQuantity(x.Id, Open(x))).Where(x => x.Quantity > 0)];
        if (Parts is null && parts.IsEmpty)
            return Rejection.Conflict("invoice.exceeds_order", new Blocker("invoice.exceeds_order", $"order:{order.Id}", "> 0", "0", Fix.To("placeOrder", ("dealId", at.Deal.Id))));
        if (LineRule.Faults(order, parts) is { } faults) return faults;
        var beyond = parts.Where(x => x.Quantity > Open(order.Lines[x.Line]))
            .Select(x => new Blocker("invoice.exceeds_order", $"line:{x.Line}", $"<= {LineRule.Text(Open(order.Lines[x.Line]))}", LineRule.Text(x.Quantity),
                Fix.To("getOrder", ("dealId", at.Deal.Id), ("orderId", order.Id)))).ToArray();
        if (beyond.Length > 0) return Rejection.Conflict("invoice.exceeds_order", beyond);
        return Issue(at, [.. parts.Select(x => Part(order.Lines[x.Line], x.Quantity))]);
    }

    private static decimal Open(OrderLine line) => line.Quantity - line.Cancelled - line.Invoiced.Quantity;

    private static InvoiceLine Part(OrderLine line, decimal quantity)
    {
        var part = line.Part(line.Invoiced, quantity);
        return new InvoiceLine(line.Id, line.Product, line.Name, quantity, line.Unit, line.Price, line.DiscountPercent, line.VatRate, part.Net, part.Vat, part.Total);
    }

    private Decision Issue(Situation at, ImmutableArray<InvoiceLine> lines)
    {
        var total = Amount ?? new Money(lines.Sum(x => x.Total), Currency);
        var priced = Amount is null;
        return Decision.Accept(new InvoiceIssued(Id, "", Order, lines, PriceIncludesVat, total,
            priced ? lines.Sum(x => x.Net) : null, priced ? lines.Sum(x => x.Vat) : null, DueOn));
    }
}
