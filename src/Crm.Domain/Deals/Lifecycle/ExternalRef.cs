namespace Crm.Domain.Deals.Lifecycle;

/// <summary>A reference to the deal in another system.</summary>
public sealed record ExternalRef(string System, string Id);
