namespace Crm.Domain.Catalog;

/// <summary>What a product costs us on a day.</summary>
/// <param name="Cost">Per unit; null: unknown.</param>
/// <param name="IsService">A service: without a cost it costs nothing.</param>
public sealed record ProductCost(Money? Cost, bool IsService);
