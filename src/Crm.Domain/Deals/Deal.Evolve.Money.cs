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
            PaymentReceived f => Ledger.With(f),
            PaymentAllocated f => Ledger.With(f),
            PaymentReversed f => Ledger.With(f),
            RefundMade f => Ledger.With(f),
            RefundReversed f => Ledger.With(f),
            ShipmentMade f => Shipped(f),
            ShipmentReversed f => Unshipped(f),
            ReturnAccepted f => Returned(f),
            ReturnReversed f => Unreturned(f),
            DebtWrittenOff f => Ledger.With(f),
            WriteOffReversed f => Ledger.With(f),
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
            ForeignUnitCost = x.ForeignUnitCost,
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
                    IssuedAt = f.HappenedAt,
                    DueOn = f.DueOn,
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
            Lines = LinesAfter(shipment, f.Lines, 1),
        };

    /// <param name="sign">1 for a return, -1 for its reversal.</param>
    private static ImmutableSortedDictionary<LineId, DeliveredLine> LinesAfter(
        Shipment shipment,
        ImmutableArray<ShippedLine> returned,
        int sign
    ) =>
        returned.Aggregate(
            shipment.Lines,
            (lines, x) =>
                lines.TryGetValue(x.Line, out var line)
                    ? lines.SetItem(x.Line, line with { Back = sign > 0 ? line.Back + Of(x) : line.Back - Of(x) })
                    : lines
        );

    private Ledger Unshipped(ShipmentReversed f) =>
        Ledger.Shipments.TryGetValue(f.Shipment, out var shipment)
            ? f.Lines.Aggregate(
                Ledger with
                {
                    Shipments = Ledger.Shipments.SetItem(
                        f.Shipment,
                        shipment with
                        {
                            Reversal = new(f.HappenedAt, f.Reason),
                            LatestAt = Watermarks.Max(shipment.LatestAt, f.HappenedAt),
                        }
                    ),
                },
                (l, x) => l.LineChanged(f.Order, x.Line, y => y with { Shipped = y.Shipped - Of(x) })
            )
            : Ledger;

    private Ledger Unreturned(ReturnReversed f) =>
        Ledger.Shipments.TryGetValue(f.Shipment, out var shipment) && shipment.Returns.Contains(f.Return)
            ? f.Lines.Aggregate(
                Ledger with
                {
                    Shipments = Ledger.Shipments.SetItem(
                        f.Shipment,
                        shipment with
                        {
                            ReversedReturns = shipment.ReversedReturns.SetItem(f.Return, new(f.HappenedAt, f.Reason)),
                            LatestAt = Watermarks.Max(shipment.LatestAt, f.HappenedAt),
                            Lines = LinesAfter(shipment, f.Lines, -1),
                        }
                    ),
                },
                (l, x) => l.LineChanged(f.Order, x.Line, y => y with { Returned = y.Returned - Of(x) })
            )
            : Ledger;

    private static Sums Of(ShippedLine x) =>
        new(x.Quantity, x.Net, x.Vat, x.Total, x.Discount) { ListDiscount = x.ListDiscount ?? 0 };
}
