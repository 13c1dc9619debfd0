using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>
/// Processing state of a statement line: <c>pending</c>, <c>matched</c> (by a rule), <c>waiting</c> (for a user), <c>assigned</c>
/// (by a user), <c>ignored</c>, <c>outgoing</c> or <c>ownTransfer</c> (between own accounts: it belongs to no deal).
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
    OwnTransfer,
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

    /// <summary>A line that may be the same movement; null: there was none, or it was repeated without a question.</summary>
    public StatementLineId? Repeats { get; init; }

    /// <summary>The line of the other account of a transfer between own accounts; null: it was not read yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatementLineId? Counterpart { get; init; }

    /// <inheritdoc cref="StatementLineMatched.MovedTo"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedTo { get; init; }

    /// <summary>The payments of a line that was split; null: it has one payment, or none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<LinePart>? Parts { get; init; }

    /// <summary>The payments of the line, in the order of its parts.</summary>
    [JsonIgnore]
    public ImmutableArray<LinePart> Payments =>
        Parts
        ?? (
            IsSettled && Deal is { } deal
                ? [new(deal, Invoice, Payment, Amount, Allocated ?? Amount with { Amount = 0 })]
                : []
        );

    /// <summary>The line waits for a user to tell whether it repeats another one.</summary>
    [JsonIgnore]
    public bool MayRepeat => Status == StatementLineStatus.Waiting && Reason == PossibleRepetition;

    /// <summary>A user released the line, and nothing was decided about it since.</summary>
    [JsonIgnore]
    public bool IsReleased => Status == StatementLineStatus.Waiting && Reason == WasUnassigned;

    private const string PossibleRepetition = "statement_line.possible_repetition";
    private const string WasUnassigned = "statement_line.unassigned";

    /// <summary>How often the line was released: each time its payments have ids of their own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempt { get; init; }

    /// <summary>The payment where a transfer has moved it; null: it is on <see cref="Deal"/> with the id of the line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentId? Moved { get; init; }

    /// <summary>The payment of the line, once it is recorded.</summary>
    [JsonIgnore]
    public PaymentId Payment => Moved ?? PaymentOf(0);

    /// <summary>
    /// The ids of payments are derived from the line, the attempt and the part, so that recording them again on any host creates no
    /// second payment.
    /// </summary>
    public PaymentId PaymentOf(int part) =>
        Attempt == 0 && part == 0
            ? new(Id.Value)
            : new(
                new Guid(
                    SHA256
                        .HashData(
                            Encoding.UTF8.GetBytes(
                                string.Create(CultureInfo.InvariantCulture, $"{Id.Value}:{Attempt}:{part}")
                            )
                        )
                        .AsSpan(0, 16)
                )
            );

    /// <summary>The event by which the line follows its payment to another deal; null: the line has another payment.</summary>
    public StatementLineTransferred? Follow(PaymentId from, PaymentOnDeal to) =>
        Payments.FirstOrDefault(part => part.Payment == from) is { } moved ? new(Id, new(moved.Deal, from), to) : null;

    /// <summary>The bank's date of the movement.</summary>
    [JsonIgnore]
    public DateOnly PaidOn => BookedOn ?? Date;

    /// <summary>A payment is recorded for the line.</summary>
    [JsonIgnore]
    public bool IsSettled => Status is StatementLineStatus.Matched or StatementLineStatus.Assigned;

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
                    f.IsOwnTransfer ? StatementLineStatus.OwnTransfer
                    : f.Direction == MoneyDirection.Out ? StatementLineStatus.Outgoing
                    : f.Repeats is null ? StatementLineStatus.Pending
                    : StatementLineStatus.Waiting,
                Reason = f is { Direction: MoneyDirection.In, Repeats: not null, IsOwnTransfer: false }
                    ? PossibleRepetition
                    : null,
                Repeats = f.Repeats,
                Counterpart = f.Counterpart,
            },
            StatementLineLinked f => before is null
                ? null
                : before.Decided() with
                {
                    Status = StatementLineStatus.OwnTransfer,
                    Counterpart = f.Counterpart,
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
                    MovedTo = f.MovedTo,
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
                    Parts = f.Parts,
                    MovedTo = f.MovedTo,
                },
            StatementLineTransferred f => before switch
            {
                null => null,
                { Parts: { } parts } => before with { Parts = [.. parts.Select(part => After(part, f))] },
                _ => before with
                {
                    Status = StatementLineStatus.Assigned,
                    Deal = f.To.Deal,
                    Moved = f.To.Payment,
                    Invoice = null,
                    By = null,
                    Allocated = before.Amount with { Amount = 0 },
                },
            },
            StatementLineUnassigned => before is null
                ? null
                : before with
                {
                    Status = StatementLineStatus.Waiting,
                    Reason = WasUnassigned,
                    Attempt = before.Attempt + 1,
                    Deal = null,
                    Invoice = null,
                    Moved = null,
                    By = null,
                    Allocated = null,
                    Parts = null,
                    MovedTo = null,
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

    /// <summary>A payment after a transfer: on its new deal it says nothing about invoices.</summary>
    private static LinePart After(LinePart part, StatementLineTransferred transfer) =>
        part.Payment == transfer.From.Payment
            ? new(transfer.To.Deal, null, transfer.To.Payment, part.Amount, part.Amount with { Amount = 0 })
            : part;

    /// <summary>Clears what the line waited for.</summary>
    private StatementLine Decided() => this with { Reason = null, Refusal = null, Candidates = [], Ignored = null };
}
