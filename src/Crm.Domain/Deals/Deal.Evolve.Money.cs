using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

public sealed partial record Deal
{
    private Deal Settled(SettlementEvent domainEvent)
    {
        var ledger = domainEvent switch
        {
            OrderPlaced f => Ledger with { Currency = f.Currency, Orders = Ledger.Orders.SetItem(f.Order, Placed(f)) },
            OrderLinesCancelled f => f.Lines.Aggregate(
                Ledger,
                (l, x) => l.LineChanged(f.Order, x.Line, y => y with { Cancelled = y.Cancelled + x.Quantity }, f)
            ),
            InvoiceIssued f => Invoiced(f),
            InvoiceCancelled f => CancelledInvoice(f),
            InvoicePaid f => Ledger.InvoiceChanged(f.Invoice, f, x => x with { Paid = true }),
            InvoiceUnpaid f => Ledger.InvoiceChanged(f.Invoice, f, x => x with { Paid = false }),
            PaymentReceived f => Paid(f),
            RefundMade f => Refunded(f),
            ShipmentMade f => Shipped(f),
            ReturnAccepted f => Returned(f),
            DebtWrittenOff f => Ledger with
            {
                Currency = f.Amount.Currency,
                WrittenOff = Ledger.WrittenOff + (f.Side == DebtSide.Client ? f.Amount.Amount : -f.Amount.Amount),
                WriteOffs = Ledger.WriteOffs.SetItem(f.WriteOff, f.HappenedAt),
            },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that the ledger does not handle"
            ),
        };
        var deal = this with { Ledger = ledger };
        return
            domainEvent is OrderPlaced { Proposal: { } origin } && deal.Proposals.TryGetValue(origin, out var proposal)
            ? deal with
            {
                Proposals = deal.Proposals.SetItem(
                    origin,
                    proposal with
                    {
                        Ordered = true,
                        LatestAt = Watermarks.Max(proposal.LatestAt, domainEvent.HappenedAt),
                    }
                ),
            }
            : deal;
    }

    private static Order Placed(OrderPlaced f) =>
        new(
            f.Order,
            f.Number,
            f.Proposal,
            f.Lines.Select((x, i) => (Line: x, Position: i))
                .ToImmutableSortedDictionary(entry => entry.Line.Line, entry => Ordered(f, entry.Line, entry.Position)),
            f.HappenedAt
        )
        {
            PriceIncludesVat = f.PriceIncludesVat,
        };

    private static OrderLine Ordered(OrderPlaced f, PricedLine x, int position) =>
        new(
            x.Line,
            x.Product,
            x.Name,
            x.Quantity,
            x.Unit,
            x.Price,
            x.DiscountPercent,
            x.VatRate,
            x.Cost,
            new Sums(x.Quantity, x.Net, x.Vat, x.Total, x.Discount) { ListDiscount = x.ListDiscount ?? 0 },
            f.Currency
        )
        {
            Position = position,
            PriceIncludesVat = f.PriceIncludesVat,
            CustomFields = x.CustomFields,
            ProposalLine = x.ProposalLine,
        };

    private Ledger Invoiced(InvoiceIssued f)
    {
        var parts = f.Order is null
            ? []
            : f
                .Lines.Select(x => new InvoicedPart(
                    x.Line,
                    new Sums(x.Quantity, x.Net, x.Vat, x.Total, x.Discount ?? 0) { ListDiscount = x.ListDiscount ?? 0 }
                ))
                .ToImmutableArray();
        var ledger = Ledger with
        {
            Currency = f.Total.Currency,
            Invoices = Ledger.Invoices.SetItem(
                f.Invoice,
                new Invoice(f.Invoice, f.Number, f.Order, f.Total.Amount, f.HappenedAt)
                {
                    Parts = parts,
                    Vat = f.Vat,
                    Replaces = f.Replaces,
                    Scheduled = f.Part is not null,
                }
            ),
        };
        return parts.Aggregate(
            ledger,
            (l, p) => l.LineChanged(f.Order!.Value, p.Line, x => x with { Invoiced = x.Invoiced + p.Sums })
        );
    }

    private Ledger CancelledInvoice(InvoiceCancelled f)
    {
        if (!Ledger.Invoices.TryGetValue(f.Invoice, out var invoice))
            return Ledger;
        var ledger = Ledger.InvoiceChanged(f.Invoice, f, x => x with { Cancelled = true });
        return invoice.Order is not { } order
            ? ledger
            : invoice.Parts.Aggregate(
                ledger,
                (l, p) => l.LineChanged(order, p.Line, x => x with { Invoiced = x.Invoiced - p.Sums })
            );
    }

    private Ledger Paid(PaymentReceived f) =>
        f.Allocations.Aggregate(
            Ledger with
            {
                Currency = f.Amount.Currency,
                Paid = Ledger.Paid + f.Amount.Amount,
                Payments = Ledger.Payments.SetItem(f.Payment, f.HappenedAt),
                MoneyAt = Watermarks.Max(Ledger.MoneyAt, f.HappenedAt),
            },
            (l, a) => l.InvoiceChanged(a.Invoice, f, x => x with { Allocated = x.Allocated + a.Amount })
        );

    private Ledger Refunded(RefundMade f)
    {
        var ledger = Ledger with
        {
            Refunded = Ledger.Refunded + f.Amount.Amount,
            Refunds = Ledger.Refunds.SetItem(f.Refund, f.HappenedAt),
            MoneyAt = Watermarks.Max(Ledger.MoneyAt, f.HappenedAt),
        };
        return f.Invoice is { } invoice
            ? ledger.InvoiceChanged(invoice, f, x => x with { Allocated = x.Allocated - f.Amount.Amount })
            : ledger;
    }

    private Ledger Shipped(ShipmentMade f) =>
        f.Lines.Aggregate(
            Ledger with
            {
                Shipments = Ledger.Shipments.SetItem(
                    f.Shipment,
                    new Shipment(
                        f.Shipment,
                        f.Number,
                        f.Order,
                        f.Lines.Select((x, i) => (Line: x, Position: i))
                            .ToImmutableSortedDictionary(
                                entry => entry.Line.Line,
                                entry => new DeliveredLine(Of(entry.Line), Sums.None, entry.Line.UnitCost)
                                {
                                    Position = entry.Position,
                                }
                            ),
                        f.HappenedAt
                    )
                ),
            },
            (l, x) => l.LineChanged(f.Order, x.Line, y => y with { Shipped = y.Shipped + Of(x) })
        );

    private Ledger Returned(ReturnAccepted f)
    {
        var ledger = f.Lines.Aggregate(
            Ledger,
            (l, x) => l.LineChanged(f.Order, x.Line, y => y with { Returned = y.Returned + Of(x) })
        );
        return ledger.Shipments.TryGetValue(f.Shipment, out var shipment)
            ? ledger with
            {
                Shipments = ledger.Shipments.SetItem(f.Shipment, Back(shipment, f)),
            }
            : ledger;
    }

    private static Shipment Back(Shipment shipment, ReturnAccepted f) =>
        shipment with
        {
            Returns = shipment.Returns.Add(f.Return),
            LatestAt = Watermarks.Max(shipment.LatestAt, f.HappenedAt),
            Lines = f.Lines.Aggregate(
                shipment.Lines,
                (lines, x) =>
                    lines.TryGetValue(x.Line, out var line)
                        ? lines.SetItem(x.Line, line with { Back = line.Back + Of(x) })
                        : lines
            ),
        };

    private static Sums Of(ShippedLine x) =>
        new(x.Quantity, x.Net, x.Vat, x.Total, x.Discount) { ListDiscount = x.ListDiscount ?? 0 };
}
