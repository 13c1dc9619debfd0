namespace Crm.Projections.EventStore;

/// <summary>A secret that all hosts of one database share.</summary>
public sealed class HostSecret
{
    public required string Id { get; init; }
    public required string Value { get; init; }
}
