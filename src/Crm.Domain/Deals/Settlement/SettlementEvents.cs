using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Settlement;

// Amounts are calculated once, by the decision, and stored: folding never rounds.

public abstract record SettlementEvent : DomainEvent;

public sealed record OrderPlaced(
    OrderId Order,
    string Number,
    ProposalId? Proposal,
    bool PriceIncludesVat,
    Currency Currency,
    ImmutableArray<PricedLine> Lines
) : SettlementEvent
{
    /// <summary>
    /// Discount of the whole document in addition to line discounts; each line already includes its share.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentDiscount? Discount { get; init; }
}

public sealed record OrderLinesCancelled(OrderId Order, ImmutableArray<LineQuantity> Lines, Personal Reason)
    : SettlementEvent;

public sealed record InvoiceIssued(
    InvoiceId Invoice,
    string Number,
    OrderId? Order,
    ImmutableArray<InvoiceLine> Lines,
    bool PriceIncludesVat,
    Money Total,
    decimal? Net,
    decimal? Vat,
    DateOnly? DueOn
) : SettlementEvent
{
    /// <summary>Snapshot of the client at that time; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }

    /// <summary>
    /// VAT rate in percent of a plain amount without an order. Null: exempt; the mix of the order; or the rates of the lines.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? VatRate { get; init; }

    /// <summary>The cancelled invoice that this one replaces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InvoiceId? Replaces { get; init; }

    /// <summary>The part of a payment schedule; null: not part of one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SchedulePart? Part { get; init; }
}

public sealed record InvoiceCancelled(InvoiceId Invoice, Personal? Reason) : SettlementEvent;

public sealed record InvoicePaid(InvoiceId Invoice) : SettlementEvent;

public sealed record InvoiceUnpaid(InvoiceId Invoice) : SettlementEvent;

public sealed record PaymentReceived(
    PaymentId Payment,
    Money Amount,
    DateOnly? PaidOn,
    Personal? Reference,
    ImmutableArray<Allocation> Allocations
) : SettlementEvent
{
    /// <summary>Null: recorded before payments had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }

    /// <summary>The payment says that it pays no invoice. Otherwise one without allocations says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAdvance { get; init; }

    /// <summary>The payment of another deal that was transferred here; null: it was received here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentOnDeal? MovedFrom { get; init; }

    /// <summary>What the payment says about invoices; null: nothing.</summary>
    [JsonIgnore]
    public ImmutableArray<Allocation>? Says => Allocations.IsEmpty && !IsAdvance ? null : Allocations;
}

/// <summary>Replaces what a payment said about invoices before.</summary>
/// <param name="Allocations">Null: nothing, it is allocated by rule. What the list leaves unsaid stays an advance.</param>
public sealed record PaymentAllocated(PaymentId Payment, ImmutableArray<Allocation>? Allocations) : SettlementEvent;

public sealed record RefundMade(RefundId Refund, Money Amount, Personal Reason, InvoiceId? Invoice) : SettlementEvent
{
    /// <summary>Null: recorded before refunds had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}

public sealed record ShipmentMade(
    ShipmentId Shipment,
    string Number,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    DateOnly? ShippedOn
) : SettlementEvent;

public sealed record ReturnAccepted(
    ReturnId Return,
    ShipmentId Shipment,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    Personal Reason
) : SettlementEvent
{
    /// <summary>Null: accepted before returns had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}

/// <summary>A small debt was written off: the client's debt is forgiven, or the client leaves theirs to us.</summary>
/// <param name="Amount">Above zero, with VAT.</param>
/// <param name="Side">Whose debt is closed.</param>
public sealed record DebtWrittenOff(WriteOffId WriteOff, string Number, Money Amount, DebtSide Side, Personal Reason)
    : SettlementEvent
{
    /// <summary>
    /// The rate used to convert the company's limit; null: the deal has the currency of the limit, or the limit did not
    /// need to be checked.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Crm.Domain.Currencies.DayRate? LimitRate { get; init; }
}

// Reversals repeat the amounts of what they reverse, and its business time, at whose rate reports convert them.

/// <summary>A payment was entered by mistake, or belongs to another deal.</summary>
/// <param name="Of">Business time of what is reversed.</param>
public sealed record PaymentReversed(PaymentId Payment, Money Amount, DateTimeOffset Of, Personal Reason)
    : SettlementEvent
{
    /// <summary>The payment that took its place on another deal; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentOnDeal? MovedTo { get; init; }
}

/// <summary>A refund was entered by mistake.</summary>
public sealed record RefundReversed(RefundId Refund, Money Amount, DateTimeOffset Of, Personal Reason)
    : SettlementEvent;

/// <summary>A shipment was entered by mistake: its quantities are undelivered again.</summary>
public sealed record ShipmentReversed(
    ShipmentId Shipment,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    DateTimeOffset Of,
    Personal Reason
) : SettlementEvent;

/// <summary>A return was entered by mistake: its quantities are delivered again.</summary>
public sealed record ReturnReversed(
    ReturnId Return,
    ShipmentId Shipment,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    DateTimeOffset Of,
    Personal Reason
) : SettlementEvent;

/// <summary>A write-off was entered by mistake.</summary>
/// <param name="Side">Whose debt is open again.</param>
public sealed record WriteOffReversed(
    WriteOffId WriteOff,
    Money Amount,
    DebtSide Side,
    DateTimeOffset Of,
    Personal Reason
) : SettlementEvent;
