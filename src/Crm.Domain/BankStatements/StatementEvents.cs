using System.Text.Json.Serialization;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>
/// Rule that matched a statement line to an invoice: invoice number and payer, number and amount, or payer and amount.
/// </summary>
[JsonConverter(typeof(CamelCase<MatchRule>))]
public enum MatchRule
{
    NumberAndPayer,
    NumberAndAmount,
    PayerAndAmount,
}

/// <summary>A statement was imported. Its lines are streams of their own.</summary>
/// <param name="Hash">SHA-256 of the file, lower-case hex.</param>
/// <param name="Accounts">Our own accounts in it.</param>
/// <param name="Incoming">Incoming lines that no earlier statement contained.</param>
/// <param name="Received">Sums of those lines, per currency.</param>
/// <param name="ImportedBy">The importing user, who may see it in addition to users who see all statements.</param>
/// <param name="Repeated">Lines that an earlier statement already contained.</param>
public sealed record BankStatementImported(
    BankStatementId Statement,
    string Hash,
    StatementFormat Format,
    ImmutableArray<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    int Incoming,
    int Outgoing,
    ImmutableArray<Money> Received,
    ImmutableArray<Money> Sent,
    UserId? ImportedBy,
    ImmutableArray<RepeatedLine> Repeated
) : DomainEvent
{
    /// <summary>What a person should look at in the file; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<StatementWarning>? Warnings { get; init; }
}

/// <summary>A line of a file that an earlier statement already contained.</summary>
public sealed record RepeatedLine(int Row, StatementLineId Line);

/// <summary>The other party of a movement: payer or payee.</summary>
public sealed record Counterparty(Personal? Name, Personal? TaxId, Personal? Account);

/// <summary>A movement of money was read for the first time.</summary>
/// <param name="Repeats">
/// A line that may be the same movement: it is alike save one part, or an equal line of another user, whose word is not enough. A user has
/// to tell.
/// </param>
public sealed record StatementLineRead(
    StatementLineId Line,
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
    UserId? ImportedBy,
    StatementLineId? Repeats = null
) : DomainEvent
{
    /// <summary>The other account is the company's own, too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOwnTransfer { get; init; }

    /// <summary>The line of the other account; null: it was not read yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatementLineId? Counterpart { get; init; }
}

/// <summary>The other side of a transfer between own accounts was read.</summary>
public sealed record StatementLineLinked(StatementLineId Line, StatementLineId Counterpart) : DomainEvent;

/// <summary>The rules found the invoice. The payment on the deal has the id of the line.</summary>
/// <param name="Allocated">The part that pays the invoice; the rest is an advance.</param>
public sealed record StatementLineMatched(
    StatementLineId Line,
    DealId Deal,
    InvoiceId Invoice,
    MatchRule By,
    Money Allocated
) : DomainEvent
{
    /// <summary>When the payment happened, where that is not the end of the bank's day; null: it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedTo { get; init; }
}

/// <summary>The rules found no certain match: the line waits for a user.</summary>
/// <param name="Reason">Code of the obstacle.</param>
/// <param name="Refusal">Code of the refusal when recording the payment was tried and refused.</param>
/// <param name="IsOutOfScope">
/// A candidate lies out of the importer's scope: its line is shown to those who write documents of its deal, too.
/// </param>
public sealed record StatementLineLeft(
    StatementLineId Line,
    string Reason,
    ImmutableArray<LineCandidate> Candidates,
    string? Refusal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsOutOfScope = false
) : DomainEvent;

/// <summary>An invoice that the line may pay.</summary>
/// <param name="Open">Amount that was still to be paid.</param>
public sealed record LineCandidate(DealId Deal, InvoiceId Invoice, string Number, Money Open);

/// <summary>A user assigned the line to a deal.</summary>
/// <param name="Deal">The deal of the first part.</param>
/// <param name="Invoice">The invoice of the first part.</param>
/// <param name="Allocated">What pays the invoices of all parts.</param>
public sealed record StatementLineAssigned(StatementLineId Line, DealId Deal, InvoiceId? Invoice, Money Allocated)
    : DomainEvent
{
    /// <summary>The payments of a line that was split; null: it has one payment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<LinePart>? Parts { get; init; }

    /// <inheritdoc cref="StatementLineMatched.MovedTo"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovedTo { get; init; }
}

/// <summary>A payment of a statement line.</summary>
/// <param name="Invoice">The invoice that it names; null: none.</param>
/// <param name="Allocated">What it put on the invoice when it was recorded; the rest is an advance.</param>
public sealed record LinePart(DealId Deal, InvoiceId? Invoice, PaymentId Payment, Money Amount, Money Allocated);

/// <summary>The payment of the line was transferred to another deal: the line points to the new one.</summary>
public sealed record StatementLineTransferred(StatementLineId Line, PaymentOnDeal From, PaymentOnDeal To) : DomainEvent;

/// <summary>A user released the line: its payments in force are reversed, and it waits again.</summary>
public sealed record StatementLineUnassigned(StatementLineId Line, Personal Reason) : DomainEvent;

/// <summary>A user marked the line as not related to any deal.</summary>
public sealed record StatementLineIgnored(StatementLineId Line, Personal Reason) : DomainEvent;
