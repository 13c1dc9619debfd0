using System.Text.Json.Serialization;

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

/// <summary>A statement was imported: what came with it. Its lines are streams of their own.</summary>
/// <param name="Hash">SHA-256 of the file, lower-case hex.</param>
/// <param name="Accounts">Our own accounts in it.</param>
/// <param name="Incoming">Lines that this statement was the first to bring.</param>
/// <param name="Received">Their sums, per currency.</param>
/// <param name="ImportedBy">Whose it is: who sees it besides those who see everything.</param>
/// <param name="Repeated">Lines that an earlier statement had brought already.</param>
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
) : DomainEvent;

/// <summary>A line of a file that was there already.</summary>
public sealed record RepeatedLine(int Row, StatementLineId Line);

/// <summary>Who paid us, or whom we paid.</summary>
public sealed record Counterparty(Personal? Name, Personal? TaxId, Personal? Account);

/// <summary>A movement of money was seen for the first time.</summary>
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
    UserId? ImportedBy
) : DomainEvent;

/// <summary>The rules found its invoice; the payment stands on the deal under the id of the line.</summary>
/// <param name="Allocated">What of it pays the invoice; the rest is an advance.</param>
public sealed record StatementLineMatched(
    StatementLineId Line,
    DealId Deal,
    InvoiceId Invoice,
    MatchRule By,
    Money Allocated
) : DomainEvent;

/// <summary>The rules found no invoice, or not for certain: it waits for somebody.</summary>
/// <param name="Reason">Code of what stood against it.</param>
/// <param name="Refusal">Code of the domain's refusal, where the payment was tried and refused.</param>
public sealed record StatementLineLeft(
    StatementLineId Line,
    string Reason,
    ImmutableArray<LineCandidate> Candidates,
    string? Refusal
) : DomainEvent;

/// <summary>An invoice that may be meant.</summary>
/// <param name="Open">What was left to pay on it.</param>
public sealed record LineCandidate(DealId Deal, InvoiceId Invoice, string Number, Money Open);

/// <summary>Somebody said which deal it pays.</summary>
public sealed record StatementLineAssigned(StatementLineId Line, DealId Deal, InvoiceId? Invoice, Money Allocated)
    : DomainEvent;

/// <summary>Somebody said that it pays no deal.</summary>
public sealed record StatementLineIgnored(StatementLineId Line, Personal Reason) : DomainEvent;
