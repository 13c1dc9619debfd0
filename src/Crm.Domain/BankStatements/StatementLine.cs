using System.Text.Json.Serialization;

namespace Crm.Domain.BankStatements;

/// <summary>
/// Processing state of a statement line: <c>pending</c>, <c>matched</c> (by a rule), <c>waiting</c> (for a user), <c>assigned</c>
/// (by a user), <c>ignored</c> or <c>outgoing</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<StatementLineStatus>))]
public enum StatementLineStatus
{
    Pending,
    Matched,
    Waiting,
    Assigned,
    Ignored,
    Outgoing,
}

/// <summary>A movement of money, and what became of it.</summary>
public sealed record StatementLine(
    StatementLineId Id,
    BankStatementId Statement,
    int Row,
    MoneyDirection Direction,
    string Account,
    string? Number,
    DateOnly Date,
    DateOnly? BookedOn,
    Money Amount,
    Counterparty Counterparty,
    Personal? Purpose,
    UserId? ImportedBy
)
{
    public StatementLineStatus Status { get; init; }
    public DealId? Deal { get; init; }
    public InvoiceId? Invoice { get; init; }
    public Money? Allocated { get; init; }
    public MatchRule? By { get; init; }
    public string? Reason { get; init; }
    public string? Refusal { get; init; }
    public ImmutableArray<LineCandidate> Candidates { get; init; } = [];
    public Personal? Ignored { get; init; }

    /// <summary>Its payment bears its own id: whoever records it again, on whatever host, records the same.</summary>
    [JsonIgnore]
    public PaymentId Payment => new(Id.Value);

    /// <summary>The bank's date of the movement.</summary>
    [JsonIgnore]
    public DateOnly PaidOn => BookedOn ?? Date;

    /// <summary>Nothing is decided about it yet, or what was decided is that somebody must.</summary>
    [JsonIgnore]
    public bool IsOpen =>
        Status is StatementLineStatus.Pending or StatementLineStatus.Waiting or StatementLineStatus.Ignored;

    /// <summary>Folds one event; total.</summary>
    public static StatementLine? Evolve(StatementLine? before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            StatementLineRead f => new(
                f.Line,
                f.Statement,
                f.Row,
                f.Direction,
                f.Account,
                f.Number,
                f.Date,
                f.BookedOn,
                f.Amount,
                f.Counterparty,
                f.Purpose,
                f.ImportedBy
            )
            {
                Status = f.Direction == MoneyDirection.Out ? StatementLineStatus.Outgoing : StatementLineStatus.Pending,
            },
            StatementLineMatched f => before is null
                ? null
                : before with
                {
                    Status = StatementLineStatus.Matched,
                    Deal = f.Deal,
                    Invoice = f.Invoice,
                    By = f.By,
                    Allocated = f.Allocated,
                },
            StatementLineLeft f => before is null
                ? null
                : before with
                {
                    Status = StatementLineStatus.Waiting,
                    Reason = f.Reason,
                    Refusal = f.Refusal,
                    Candidates = f.Candidates,
                },
            StatementLineAssigned f => before is null
                ? null
                : before.Decided() with
                {
                    Status = StatementLineStatus.Assigned,
                    Deal = f.Deal,
                    Invoice = f.Invoice,
                    Allocated = f.Allocated,
                },
            StatementLineIgnored f => before is null
                ? null
                : before.Decided() with
                {
                    Status = StatementLineStatus.Ignored,
                    Ignored = f.Reason,
                },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no line of a statement knows"
            ),
        };

    /// <summary>What it waited for is no more.</summary>
    private StatementLine Decided() => this with { Reason = null, Refusal = null, Candidates = [], Ignored = null };
}
