using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Money received from the client.</summary>
/// <param name="Amount">As received, with VAT.</param>
public sealed record Payment(PaymentId Id, decimal Amount, DateTimeOffset HappenedAt, DateTimeOffset LatestAt)
{
    /// <summary>Null: recorded before payments had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }

    /// <summary>
    /// The invoices that the payment names, with at most as much for each; what it leaves unsaid stays an advance. Null: it says
    /// nothing and is allocated by rule.
    /// </summary>
    public ImmutableArray<Allocation>? Says { get; init; }

    /// <summary>Null: in force.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reversal? Reversal { get; init; }
}

/// <summary>Money returned to the client.</summary>
/// <param name="Invoice">The invoice whose payment is refunded; null: none is named.</param>
public sealed record Refund(RefundId Id, decimal Amount, InvoiceId? Invoice, DateTimeOffset HappenedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reversal? Reversal { get; init; }
}

/// <summary>A debt that was written off.</summary>
/// <param name="Amount">Positive when we forgave the client, negative when the client left it to us.</param>
public sealed record WriteOff(WriteOffId Id, decimal Amount, DateTimeOffset HappenedAt)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Reversal? Reversal { get; init; }
}

/// <summary>A document that was entered by mistake was reversed; it keeps its number and is shown as reversed.</summary>
public sealed record Reversal(DateTimeOffset At, Personal Reason)
{
    /// <summary>The payment that took its place on another deal; null: none, it was not transferred.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentOnDeal? MovedTo { get; init; }
}

/// <summary>A payment of another deal.</summary>
public sealed record PaymentOnDeal(DealId Deal, PaymentId Payment);
