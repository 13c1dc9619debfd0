namespace Crm.Domain.Deals.Lifecycle;

/// <summary>The stage that a deal stands in, since when.</summary>
public sealed record Visit(string Stage, int Probability, DateTimeOffset EnteredAt);
