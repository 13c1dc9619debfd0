using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>The money side of a deal: what was ordered, invoiced, shipped, returned, paid, refunded and written off.</summary>
public sealed record Ledger
{
    public static Ledger Empty { get; } = new();

    public ImmutableSortedDictionary<OrderId, Order> Orders { get; init; } =
        ImmutableSortedDictionary<OrderId, Order>.Empty;
    public ImmutableSortedDictionary<InvoiceId, Invoice> Invoices { get; init; } =
        ImmutableSortedDictionary<InvoiceId, Invoice>.Empty;
    public ImmutableSortedDictionary<ShipmentId, Shipment> Shipments { get; init; } =
        ImmutableSortedDictionary<ShipmentId, Shipment>.Empty;

    /// <summary>In the order of business time, then of recording, as are refunds and write-offs; also those that are reversed.</summary>
    [JsonPropertyName("receipts")]
    public ImmutableArray<Payment> Payments { get; init; } = [];

    [JsonPropertyName("repayments")]
    public ImmutableArray<Refund> Refunds { get; init; } = [];

    [JsonPropertyName("forgiven")]
    public ImmutableArray<WriteOff> WriteOffs { get; init; } = [];

    /// <summary>Sum of the payments in force.</summary>
    public decimal Paid { get; init; }

    /// <summary>Sum of the refunds in force.</summary>
    public decimal Refunded { get; init; }

    /// <summary>What we forgave the client minus what the client left to us.</summary>
    public decimal WrittenOff { get; init; }

    // The builds before store number 4 read ids and times under these names. To be removed one release later.
    [JsonInclude]
    [JsonPropertyName("payments")]
    private ImmutableSortedDictionary<PaymentId, DateTimeOffset> PaymentTimes =>
        Payments.ToImmutableSortedDictionary(payment => payment.Id, payment => payment.HappenedAt);

    [JsonInclude]
    [JsonPropertyName("refunds")]
    private ImmutableSortedDictionary<RefundId, DateTimeOffset> RefundTimes =>
        Refunds.ToImmutableSortedDictionary(refund => refund.Id, refund => refund.HappenedAt);

    [JsonInclude]
    [JsonPropertyName("writeOffs")]
    private ImmutableSortedDictionary<WriteOffId, DateTimeOffset> WriteOffTimes =>
        WriteOffs.ToImmutableSortedDictionary(writeOff => writeOff.Id, writeOff => writeOff.HappenedAt);

    /// <summary>Null while there is neither an order, an invoice nor a payment.</summary>
    public Currency? Currency { get; init; }

    /// <summary>
    /// Business time of the latest payment or refund, or reversal of one: a refund must not lie before it.
    /// </summary>
    public DateTimeOffset MoneyAt { get; init; }

    /// <summary>Business time of the latest write-off, or reversal of one.</summary>
    public DateTimeOffset WrittenOffAt { get; init; }

    /// <summary>Paid, and neither refunded nor left to us: no more may be refunded.</summary>
    [JsonIgnore]
    public decimal MoneyLeft => Paid - Refunded - Math.Max(0, -WrittenOff);

    /// <summary>How the money stands on the invoices.</summary>
    [JsonIgnore]
    public MoneyAllocation Allocation => MoneyAllocation.Of(this);

    /// <summary>
    /// Paid beyond everything that is ordered and not returned; an advance for goods still to be shipped is not
    /// over-payment.
    /// </summary>
    [JsonIgnore]
    public decimal Overpaid =>
        Balance is var balance ? Math.Max(0, Math.Min(balance.WeOwe - balance.Undelivered, MoneyLeft)) : 0;

    /// <summary>Business time of the latest event that changed the debt: money, goods or a write-off.</summary>
    [JsonIgnore]
    public DateTimeOffset DebtAt => Shipments.Values.Select(x => x.LatestAt).Append(WrittenOffAt).Append(MoneyAt).Max();

    [JsonIgnore]
    public IEnumerable<OrderLine> Lines => Orders.Values.SelectMany(x => x.LinesAsGiven);

    [JsonIgnore]
    public Balance Balance
    {
        get
        {
            decimal shipped = Lines.Sum(x => x.Shipped.Total),
                returned = Lines.Sum(x => x.Returned.Total);
            return new Balance(
                Lines.Sum(x => x.Ordered),
                Invoices.Values.Where(x => !x.Cancelled).Sum(x => x.Total),
                shipped,
                returned,
                Paid,
                Refunded,
                WrittenOff,
                Lines.Sum(x => x.Undelivered)
            );
        }
    }

    [JsonIgnore]
    public CheckedSettlement ForChecks =>
        Balance is var balance
            ? new()
            {
                Orders = Orders.Count,
                Invoices = Invoices.Values.Count(invoice => !invoice.Cancelled),
                Payments = Payments.Count(payment => payment.Reversal is null),
                Shipments = Shipments.Values.Count(shipment => shipment.Reversal is null),
                Ordered = balance.Ordered,
                Paid = balance.Paid,
                Refunded = balance.Refunded,
                WrittenOff = balance.WrittenOff,
                MoneyLeft = MoneyLeft,
                ToShip = Orders.Values.FirstOrDefault(order => order.Lines.Values.Any(line => line.Rest > 0))?.Id,
                ToInvoice = Orders
                    .Values.FirstOrDefault(order =>
                        order.Lines.Values.Any(line => line.InForce.Quantity > line.Invoiced.Quantity)
                    )
                    ?.Id,
                LatestForgiven = WriteOffs.LastOrDefault(writeOff => writeOff is { Reversal: null, Amount: > 0 })?.Id,
                Undelivered = balance.Undelivered,
                ClientOwes = balance.ClientOwes,
                WeOwe = balance.WeOwe,
                HasDelivered = HasDelivered,
                RestQuantity = Lines.Sum(line => line.Rest),
            }
            : default;

    public IEnumerable<Order> OrdersFrom(ProposalId proposal) => Orders.Values.Where(x => x.Proposal == proposal);

    /// <summary>
    /// Whether the prices of an invoice include VAT. Invoices that earlier builds made from lines of an order did not inherit it.
    /// </summary>
    public bool PricesIncludeVat(InvoiceIssued invoice) =>
        invoice.Order is { } id
        && Orders.TryGetValue(id, out var order)
        && invoice.Lines.All(line => order.Lines.ContainsKey(line.Line))
            ? order.PriceIncludesVat
            : invoice.PriceIncludesVat;

    /// <summary>Sum of the order's invoices in force, with VAT.</summary>
    public decimal InvoicedOf(OrderId order) =>
        Invoices.Values.Where(x => x.Order == order && !x.Cancelled).Sum(x => x.Total);

    /// <summary>
    /// The VAT of the order that its invoices in force took. A plain amount that states no VAT counts with its proportional
    /// share.
    /// </summary>
    public decimal InvoicedVatOf(Order order)
    {
        var whole = order.Ordered;
        var invoices = Invoices.Values.Where(x => x.Order == order.Id && !x.Cancelled).ToArray();
        var plain = Math.Min(whole.Total, invoices.Where(x => x.Vat is null).Sum(x => x.Total));
        var share = Currency is { } currency
            ? LargestRemainder.Split(whole.Vat, [plain, whole.Total - plain], currency)[0]
            : 0;
        return invoices.Sum(x => x.Vat ?? 0) + share;
    }

    /// <summary>
    /// The VAT in a plain amount for an order, of the order's mix: in proportion to the sum and the VAT that are not invoiced yet,
    /// so that the last invoice takes the rest; beyond the order, in proportion to the whole.
    /// </summary>
    public decimal VatIn(Order order, Money amount)
    {
        var (whole, currency) = (order.Ordered, amount.Currency);
        var open = Math.Max(0, whole.Total - InvoicedOf(order.Id));
        var left = Math.Clamp(whole.Vat - InvoicedVatOf(order), 0, open);
        var within = Math.Min(amount.Amount, open);
        return Share(left, within, open) + Share(whole.Vat, amount.Amount - within, whole.Total);

        decimal Share(decimal vat, decimal sum, decimal of) => of == 0 ? 0 : currency.Round(vat * sum / of);
    }

    /// <summary>Some quantity is still to be shipped, regardless of its price.</summary>
    [JsonIgnore]
    public bool HasRest => Lines.Any(x => x.Rest > 0);

    /// <summary>In at least one line more was shipped than returned.</summary>
    [JsonIgnore]
    public bool HasDelivered => Lines.Any(x => x.Shipped.Quantity > x.Returned.Quantity);
}

/// <summary>An order of the client.</summary>
public sealed record Order(
    OrderId Id,
    string Number,
    ProposalId? Proposal,
    ImmutableSortedDictionary<LineId, OrderLine> Lines,
    DateTimeOffset LatestAt
)
{
    /// <summary>Whether the prices of its lines include VAT; documents made from it inherit it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PriceIncludesVat { get; init; }

    /// <summary>In the order in which they were given: ids are random.</summary>
    [JsonIgnore]
    public IEnumerable<OrderLine> LinesAsGiven => Lines.Values.OrderBy(x => x.Position);

    /// <summary>Ordered minus cancelled.</summary>
    [JsonIgnore]
    public Sums Ordered => Lines.Values.Aggregate(Sums.None, (sums, x) => sums + x.InForce);
}

/// <summary>
/// An order line with its progress. Parts are counted together with the sums that they took of the line.
/// </summary>
public sealed record OrderLine(
    LineId Id,
    ProductId? Product,
    string Name,
    decimal Quantity,
    string? Unit,
    decimal Price,
    decimal DiscountPercent,
    decimal? VatRate,
    decimal? Cost,
    Sums Whole,
    Currency Currency
)
{
    /// <summary>Whether the prices of the order include VAT.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PriceIncludesVat { get; init; }

    /// <summary>The cost per unit when the catalogue had it in another currency.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ForeignUnitCost { get; init; }

    /// <summary>Position in the order, from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Position { get; init; }

    public decimal Cancelled { get; init; }
    public Sums Shipped { get; init; } = Sums.None;
    public Sums Returned { get; init; } = Sums.None;
    public Sums Invoiced { get; init; } = Sums.None;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldList? CustomFields { get; init; }

    /// <summary>The line of the proposal that it was ordered from; null: a free line, or one of an earlier build.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LineId? ProposalLine { get; init; }

    /// <summary>
    /// Quantity and sums that are ordered and not cancelled. Of a line whose rest was cancelled: what was shipped, because parts around
    /// a reversed one may differ from the share by a minor unit.
    /// </summary>
    [JsonIgnore]
    public Sums InForce => Cancelled > 0 && Rest == 0 ? Shipped : Left(0);

    /// <summary>Quantity still to be shipped.</summary>
    [JsonIgnore]
    public decimal Rest => Quantity - Cancelled - Shipped.Quantity;

    /// <summary>Ordered minus cancelled, with VAT.</summary>
    [JsonIgnore]
    public decimal Ordered => InForce.Total;

    /// <summary>Ordered, neither cancelled nor shipped, with VAT.</summary>
    [JsonIgnore]
    public decimal Undelivered => Rest > 0 ? Ordered - Shipped.Total : 0;

    /// <summary>Quantity and sums in force after the cancellation of a further quantity.</summary>
    public Sums Left(decimal cancelled) => InParts.UpTo(Quantity - Cancelled - cancelled);

    /// <summary>Sums of the next part of the line: an invoice or a shipment.</summary>
    /// <param name="taken">Quantity and sums of the earlier parts.</param>
    public Sums Part(Sums taken, decimal quantity) => InParts.Next(taken, quantity);

    private LineInParts InParts => new(Whole, PriceIncludesVat, Currency);
}

/// <summary>Quantity and sums of a line or of parts of it.</summary>
public readonly record struct Sums(decimal Quantity, decimal Net, decimal Vat, decimal Total, decimal Discount)
{
    public static Sums None => default;

    /// <summary>Reduction by the price list, without VAT; negative is a surcharge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal ListDiscount { get; init; }

    public static Sums operator +(Sums a, Sums b) =>
        new(a.Quantity + b.Quantity, a.Net + b.Net, a.Vat + b.Vat, a.Total + b.Total, a.Discount + b.Discount)
        {
            ListDiscount = a.ListDiscount + b.ListDiscount,
        };

    public static Sums operator -(Sums a, Sums b) =>
        new(a.Quantity - b.Quantity, a.Net - b.Net, a.Vat - b.Vat, a.Total - b.Total, a.Discount - b.Discount)
        {
            ListDiscount = a.ListDiscount - b.ListDiscount,
        };
}

/// <summary>An invoice.</summary>
public sealed record Invoice(InvoiceId Id, string Number, OrderId? Order, decimal Total, DateTimeOffset LatestAt)
{
    public ImmutableArray<InvoicedPart> Parts { get; init; } = [];
    public bool Cancelled { get; init; }
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>Null: no date to pay by.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DueOn { get; init; }

    /// <summary>The invoice is recorded as paid; what counts is <see cref="Ledger.Allocation"/>.</summary>
    public bool Paid { get; init; }

    /// <summary>The cancelled invoice that this one replaces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InvoiceId? Replaces { get; init; }

    /// <summary>Null for a plain amount of an earlier build.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Vat { get; init; }

    /// <summary>Part of a payment schedule: it states a sum of its order and no quantities.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Scheduled { get; init; }
}

/// <summary>The part of an order line that an invoice took.</summary>
public sealed record InvoicedPart(LineId Line, Sums Sums);

/// <summary>Goods or services delivered.</summary>
public sealed record Shipment(
    ShipmentId Id,
    string Number,
    OrderId Order,
    ImmutableSortedDictionary<LineId, DeliveredLine> Lines,
    DateTimeOffset LatestAt
)
{
    /// <summary>In the order in which they were given: ids are random.</summary>
    [JsonIgnore]
    public IEnumerable<(LineId Line, DeliveredLine Delivered)> LinesAsGiven =>
        Lines.OrderBy(x => x.Value.Position).Select(x => (x.Key, x.Value));

    /// <summary>Ids of returns from this shipment.</summary>
    public ImmutableArray<ReturnId> Returns { get; init; } = [];

    /// <summary>Null: in force.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reversal? Reversal { get; init; }

    /// <summary>Returns that were reversed.</summary>
    public ImmutableSortedDictionary<ReturnId, Reversal> ReversedReturns { get; init; } =
        ImmutableSortedDictionary<ReturnId, Reversal>.Empty;

    /// <summary>Returns in force.</summary>
    [JsonIgnore]
    public IEnumerable<ReturnId> ReturnsInForce => Returns.Where(id => !ReversedReturns.ContainsKey(id));
}

/// <summary>What a shipment delivered of an order line, and how much of it was returned.</summary>
/// <param name="Whole">Delivered quantity with its sums.</param>
/// <param name="Back">Returned quantity with its sums.</param>
public sealed record DeliveredLine(Sums Whole, Sums Back, decimal? UnitCost)
{
    /// <summary>Position in the shipment, from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Position { get; init; }

    [JsonIgnore]
    public decimal Quantity => Whole.Quantity;

    [JsonIgnore]
    public decimal Returned => Back.Quantity;
}
