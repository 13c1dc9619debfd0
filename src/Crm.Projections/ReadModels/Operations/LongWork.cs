using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Projections.ReadModels.Operations;

/// <summary>Long work that is followed by its id; a plain document, no event of the business.</summary>
public sealed class LongWork
{
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public string State { get; set; } = "queued";
    public decimal Progress { get; set; }
    public RebuildVerdict? Result { get; set; }
    public BackTestResult? BackTest { get; set; }

    /// <summary>What a back-test replays: kept here, so that its message carries an id alone.</summary>
    public BackTestRequest? BackTestRequest { get; init; }
    public string? Error { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
