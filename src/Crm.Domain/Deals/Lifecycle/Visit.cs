namespace Crm.Domain.Deals.Lifecycle;

/// <summary>The current stage of a deal and when it was entered.</summary>
public sealed record Visit(string Stage, int Probability, DateTimeOffset EnteredAt);
