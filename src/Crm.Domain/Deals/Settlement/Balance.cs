namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// What client and company owe each other on a deal, over all its orders, with VAT (docs/domain.md, Balance).
/// </summary>
public readonly record struct Balance(
    decimal Ordered,
    decimal Invoiced,
    decimal Shipped,
    decimal Returned,
    decimal Paid,
    decimal Refunded,
    decimal WrittenOff,
    decimal Undelivered
)
{
    private decimal Debt => Shipped - Returned - (Paid - Refunded) - WrittenOff;

    /// <summary>Delivered and not paid.</summary>
    public decimal ClientOwes => Math.Max(0, Debt);

    /// <summary>Paid and not delivered: advances are our debt.</summary>
    public decimal WeOwe => Math.Max(0, -Debt);

    /// <summary>Ordered and not invoiced.</summary>
    public decimal Uninvoiced => Math.Max(0, Ordered - Invoiced);
}
