using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Settlement;

// Amounts are computed once, by the decision, and stored: folding never rounds.

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
    /// <summary>What the document takes off its lines beside their own discounts; each line has its share already.</summary>
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
    /// <summary>The client as he stood then; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }

    /// <summary>The cancelled invoice that this one takes the place of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InvoiceId? Replaces { get; init; }

    /// <summary>Which part of the order it asks for; null: none of a schedule.</summary>
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
}

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

/// <summary>A small debt was let go: ours is forgiven the client, or the client leaves us his.</summary>
/// <param name="Amount">Above zero, with VAT.</param>
/// <param name="Side">Whose debt it closes.</param>
public sealed record DebtWrittenOff(WriteOffId WriteOff, string Number, Money Amount, DebtSide Side, Personal Reason)
    : SettlementEvent
{
    /// <summary>
    /// The rate that the company's limit was converted at; null: the deal is in the limit's currency, or no limit had to be asked.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Crm.Domain.Currencies.DayRate? LimitRate { get; init; }
}
