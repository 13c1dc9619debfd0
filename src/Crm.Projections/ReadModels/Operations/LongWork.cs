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

    /// <summary>Input of a settlement; stored here so that an aborted one can begin anew.</summary>
    public SettlementRequest? Settlement { get; set; }

    /// <summary>Code of the reason why it failed.</summary>
    public string? FailureCode { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Whose rights settle the lines of which statement.</summary>
/// <param name="User">Null: a key without a user.</param>
/// <param name="Credential">The id of the credential.</param>
/// <param name="Again">Lines that wait are matched once more.</param>
public sealed record SettlementRequest(Guid Statement, Guid? User, string? Credential, bool Again);
