namespace Crm.Projections.EventStore;

/// <summary>A secret shared by all hosts of one database.</summary>
public sealed class HostSecret
{
    public required string Id { get; init; }
    public required string Value { get; init; }
}
