namespace Crm.Domain.Processes;

/// <summary>The version of a kind's process that a deal is pinned to.</summary>
public sealed record KindVersion(string Code, int Version);
