using Crm.Domain.Deals.Prices;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Issues an invoice: for parts of an order, for everything not invoiced yet, for free lines or for a plain amount.
/// </summary>
/// <param name="Parts">Quantities of the order's lines; null: everything of the order that is not invoiced.</param>
/// <param name="Lines">Free lines, already priced.</param>
/// <param name="Amount">A plain amount, with VAT (an advance).</param>
/// <param name="PriceIncludesVat">
/// As the request states it; null: as the order or the replaced invoice, else without VAT.
/// </param>
public sealed record IssueInvoice(
    InvoiceId Id,
    OrderId? Order,
    ImmutableArray<LineQuantity>? Parts,
    ImmutableArray<PricedLine>? Lines,
    Money? Amount,
    Currency Currency,
    bool? PriceIncludesVat,
    DateOnly? DueOn
) : DealCommand
{
    /// <summary>
    /// VAT rate in percent of a plain amount without an order; null: that of the replaced invoice, else the company's default.
    /// </summary>
    public decimal? VatRate { get; init; }

    /// <summary>The invoice that this one replaces; what the request leaves out stays as it was there.</summary>
    internal InvoiceIssued? Replaced { get; init; }

    public override bool NamesClient => true;

    /// <summary>Prices of free lines are agreed here; those of an order were agreed with the order.</summary>
    public override AgreedPrices? Judges =>
        !OfOrderLines && Amount is null && Lines is { } lines ? new(lines, Currency, null) : null;

    protected override Decision DecideCore(DecisionContext at) => On(at);

    internal Decision On(DecisionContext at)
    {
        if (at.Deal.Ledger.Invoices.ContainsKey(Id))
            return Rejection.Conflict("id.taken");
        Order? order = null;
        if (Order is { } id && !at.Deal.Ledger.Orders.TryGetValue(id, out order))
            return Rejection.Invalid("/orderId", "order.not_found", "an order of this deal");
        if (Rule.SameCurrency(at, Currency, at.Deal.Currency) is { } differs)
            return differs;
        if (Contradiction(at, order) is { } contradiction)
            return contradiction;
        if (Amount is { } other && Rule.SameCurrency(at, other.Currency, Currency) is { } unlike)
            return unlike;
        if (Amount is { } amount && Rule.Positive(amount, "/amount/amount") is { } fault)
            return fault;
        if (!OfOrderLines && Amount is null && LineRule.Faults(Lines ?? [], Currency) is { } wrong)
            return wrong;
        var free = order is not null && IsWithin(at, order) ? LineRule.UninvoicedAt(at, order.Id) : default;
        if ((order is null ? Clocks.Adding(at) : Clocks.Referring(at, order.LatestAt, free)) is { } early)
            return early;
        if (order is not null && OfOrderLines)
            return OfOrder(at, order);
        if (PriceRule.Refuse(at, $"invoice:{Id}", Judges, new Fix.DraftProposal(at.Deal.Id)) is { } unapproved)
            return unapproved;
        return Amount is { } plain ? Plain(at, order, plain) : Issue(at, [.. (Lines ?? []).Select(Free)]);
    }

    private bool IncludesVat(DecisionContext at) =>
        InheritedVat.Of(Order is { } id ? at.Deal.Ledger.Orders[id] : null, Replaced) ?? PriceIncludesVat ?? false;

    private Rejection? Contradiction(DecisionContext at, Order? order) =>
        InheritedVat.Refuse(
            PriceIncludesVat,
            InheritedVat.Of(order, Replaced),
            order is null ? $"invoice:{Replaced?.Invoice}" : $"order:{order.Id}",
            Replaced is null ? new Fix.IssueInvoice(at.Deal.Id) : new Fix.ReissueInvoice(at.Deal.Id, Replaced.Invoice)
        );

    /// <summary>It has to fit into what is not invoiced yet: by quantity, or beside a payment schedule by its sum.</summary>
    private bool IsWithin(DecisionContext at, Order order) => OfOrderLines || ScheduleOf(at, order) is not null;

    private static Invoice? ScheduleOf(DecisionContext at, Order order) =>
        at.Deal.Ledger.Invoices.Values.FirstOrDefault(x =>
            x.Order == order.Id && x is { Scheduled: true, Cancelled: false }
        );

    private bool OfOrderLines => Order is not null && Amount is null && Lines is null;

    private Decision OfOrder(DecisionContext at, Order order)
    {
        var parts =
            Parts ?? [.. order.LinesAsGiven.Select(x => new LineQuantity(x.Id, Open(x))).Where(x => x.Quantity > 0)];
        if (Parts is null && parts.IsEmpty)
            return Rejection.Conflict(
                "invoice.exceeds_order",
                new Blocker("invoice.exceeds_order", $"order:{order.Id}", "> 0", "0", new Fix.PlaceOrder(at.Deal.Id))
            );
        if (LineRule.Faults(order, parts) is { } faults)
            return faults;
        if (Beyond(at, order, parts) is { } beyond)
            return beyond;
        var silent = Silent(at, order);
        ImmutableArray<InvoiceLine> lines =
        [
            .. parts.Select(x => Part(order.Lines[x.Line], x.Quantity, silent.Contains(x.Line))),
        ];
        return BesideSchedule(at, order, lines.Sum(x => x.Total)) is { } twice ? twice : Issue(at, lines);
    }

    /// <summary>Refuses more of a line than is not invoiced yet.</summary>
    internal static Rejection? Beyond(DecisionContext at, Order order, ImmutableArray<LineQuantity> parts)
    {
        var beyond = parts
            .Where(x => x.Quantity > Open(order.Lines[x.Line]))
            .Select(x => new Blocker(
                "invoice.exceeds_order",
                $"line:{x.Line}",
                $"<= {Open(order.Lines[x.Line])}",
                $"{x.Quantity}",
                new Fix.ReviewOrder(at.Deal.Id, order.Id)
            ))
            .ToArray();
        return beyond.Length > 0 ? Rejection.Conflict("invoice.exceeds_order", beyond) : null;
    }

    /// <summary>
    /// Refuses a sum beyond the order while it has a payment schedule: invoices of a schedule take no quantities, so the
    /// check by quantity does not see them.
    /// </summary>
    internal static Rejection? BesideSchedule(DecisionContext at, Order order, decimal total) =>
        ScheduleOf(at, order) is { } scheduled
            ? Beyond(at, order, total, new Fix.CancelInvoice(at.Deal.Id, scheduled.Id))
            : null;

    /// <summary>Refuses a sum larger than the part of the order that is not invoiced yet.</summary>
    internal static Rejection? Beyond(DecisionContext at, Order order, decimal total, Fix fix)
    {
        var open = Math.Max(0, order.Ordered.Total - at.Deal.Ledger.InvoicedOf(order.Id));
        return total > open
            ? Rejection.Conflict(
                "invoice.exceeds_order",
                new Blocker(
                    "invoice.exceeds_order",
                    $"order:{order.Id}",
                    $"<= {Unmet.Sum(at.Deal, open)}",
                    Unmet.Sum(at.Deal, total),
                    fix
                )
            )
            : null;
    }

    private static decimal Open(OrderLine line) => line.Quantity - line.Cancelled - line.Invoiced.Quantity;

    private static InvoiceLine Free(PricedLine x) =>
        new(x.Line, x.Product, x.Name, x.Quantity, x.Unit, x.Price, x.DiscountPercent, x.VatRate, x.Net, x.Vat, x.Total)
        {
            Discount = x.Discount == 0 ? null : x.Discount,
            ListDiscount = x.ListDiscount is 0 ? null : x.ListDiscount,
        };

    /// <summary>Lines that have a discount and an invoiced part without one: old invoices did not record it.</summary>
    private static HashSet<LineId> Silent(DecisionContext at, Order order) =>
        [
            .. at
                .Deal.Ledger.Invoices.Values.Where(x => x.Order == order.Id && !x.Cancelled)
                .SelectMany(x => x.Parts)
                .Where(x =>
                    order.Lines.TryGetValue(x.Line, out var line)
                    && line.Part(Sums.None, x.Sums.Quantity) is var share
                    && (Missing(x.Sums.Discount, share.Discount) || Missing(x.Sums.ListDiscount, share.ListDiscount))
                )
                .Select(x => x.Line),
        ];

    private static bool Missing(decimal named, decimal share) => named == 0 && share != 0;

    /// <param name="silent">
    /// The earlier parts recorded no discount; they count as having taken their share of it.
    /// </param>
    private static InvoiceLine Part(OrderLine line, decimal quantity, bool silent)
    {
        var share = line.Part(Sums.None, line.Invoiced.Quantity);
        var part = line.Part(
            silent
                ? line.Invoiced with
                {
                    Discount = share.Discount,
                    ListDiscount = share.ListDiscount,
                }
                : line.Invoiced,
            quantity
        );
        return new InvoiceLine(
            line.Id,
            line.Product,
            line.Name,
            quantity,
            line.Unit,
            line.Price,
            line.DiscountPercent,
            line.VatRate,
            part.Net,
            part.Vat,
            part.Total
        )
        {
            Discount = part.Discount == 0 ? null : part.Discount,
            ListDiscount = part.ListDiscount == 0 ? null : part.ListDiscount,
        };
    }

    private Decision Issue(DecisionContext at, ImmutableArray<InvoiceLine> lines) =>
        Issue(at, lines, new Money(lines.Sum(x => x.Total), Currency), lines.Sum(x => x.Vat), null);

    /// <summary>A plain amount states the VAT in it: of the order's mix, else of one rate; without a rate there is none.</summary>
    private Decision Plain(DecisionContext at, Order? order, Money amount)
    {
        if (order is not null)
            return Issue(at, [], amount, at.Deal.Ledger.VatIn(order, amount), null);
        var usual = Replaced is { Lines.IsEmpty: true, Vat: not null }
            ? Replaced.VatRate
            : at.Context.Prices.DefaultVatRate;
        if (VatRate is { } chosen && chosen != usual && PriceRule.MayNotChooseVat(at, chosen) is { } forbidden)
            return forbidden;
        var rate = VatRate ?? usual;
        var vat = rate is { } percent ? Currency.Round(amount.Amount * percent / (100 + percent)) : 0;
        return Issue(at, [], amount, vat, rate);
    }

    private Decision Issue(
        DecisionContext at,
        ImmutableArray<InvoiceLine> lines,
        Money total,
        decimal vat,
        decimal? rate
    ) =>
        Decision.Accept(
            new InvoiceIssued(Id, "", Order, lines, IncludesVat(at), total, total.Amount - vat, vat, DueOn)
            {
                Client = at.Requisites,
                VatRate = rate,
            }
        );
}
