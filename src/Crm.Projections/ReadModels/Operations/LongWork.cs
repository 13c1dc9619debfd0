using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Projections.ReadModels.Operations;

/// <summary>A long-running operation, found by its id. A plain document, not a stream of domain events.</summary>
public sealed class LongWork
{
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public string State { get; set; } = "queued";
    public decimal Progress { get; set; }
    public RebuildVerdict? Result { get; set; }
    public BackTestResult? BackTest { get; set; }

    /// <summary>Input of a back-test; stored here so that the message carries only an id.</summary>
    public BackTestRequest? BackTestRequest { get; init; }
    public string? Error { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
