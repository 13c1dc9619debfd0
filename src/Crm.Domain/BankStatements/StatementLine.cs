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

/// <summary>A movement of money and its status.</summary>
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

    /// <summary>
    /// A candidate lies, or lay, out of the importer's scope: besides the importer, the line is seen by those who write documents of
    /// the deals of its candidates, or of the deal that it pays.
    /// </summary>
    public bool IsOutOfScope { get; init; }

    /// <summary>An equal line of another user; null: there was none, or it was repeated without a question.</summary>
    public StatementLineId? Repeats { get; init; }

    /// <summary>The line waits for a user to tell whether it repeats another one.</summary>
    [JsonIgnore]
    public bool MayRepeat => Status == StatementLineStatus.Waiting && Reason == PossibleRepetition;

    private const string PossibleRepetition = "statement_line.possible_repetition";

    /// <summary>
    /// The payment's id is derived from the line, so that recording it again on any host creates no second payment.
    /// </summary>
    [JsonIgnore]
    public PaymentId Payment => new(Id.Value);

    /// <summary>The bank's date of the movement.</summary>
    [JsonIgnore]
    public DateOnly PaidOn => BookedOn ?? Date;

    /// <summary>Nothing is decided yet, or the line waits for a user.</summary>
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
                Status =
                    f.Direction == MoneyDirection.Out ? StatementLineStatus.Outgoing
                    : f.Repeats is null ? StatementLineStatus.Pending
                    : StatementLineStatus.Waiting,
                Reason = f.Direction == MoneyDirection.In && f.Repeats is not null ? PossibleRepetition : null,
                Repeats = f.Repeats,
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
                    IsOutOfScope = f.IsOutOfScope,
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
                    // Its importer may not have known better: those who see the candidate's deal can still assign it.
                    Candidates = before.IsOutOfScope ? before.Candidates : [],
                },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no line of a statement knows"
            ),
        };

    /// <summary>Clears what the line waited for.</summary>
    private StatementLine Decided() => this with { Reason = null, Refusal = null, Candidates = [], Ignored = null };
}
