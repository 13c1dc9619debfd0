using Crm.Api.Operations;
using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>An imported bank statement (банковская выписка) and the processing state of its lines.</summary>
/// <param name="Hash">SHA-256 of the imported file, lower-case hex.</param>
/// <param name="Format">File format of the statement.</param>
/// <param name="Accounts">Numbers of the company's own bank accounts (расчётные счета) that the statement covers.</param>
/// <param name="From">First date that the statement covers; null when the file does not state it.</param>
/// <param name="To">Last date that the statement covers; null when the file does not state it.</param>
/// <param name="Lines">Number of lines per processing state.</param>
/// <param name="Received">Sum of the incoming lines that this statement was the first to contain, per currency.</param>
/// <param name="Sent">Sum of the outgoing lines that this statement was the first to contain, per currency.</param>
/// <param name="Repeated">Lines that an earlier statement already contained; they are not processed again.</param>
public sealed record BankStatementAnswer(
    Guid Id,
    string Hash,
    StatementFormat Format,
    IReadOnlyList<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    StatementLineCounts Lines,
    IReadOnlyList<Money> Received,
    IReadOnlyList<Money> Sent,
    IReadOnlyList<RepeatedLineAnswer> Repeated,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    /// <summary>What a person should look at in the file.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>The operation that goes on with the lines; null when they are processed, and in lists.</summary>
    public OperationLink? Operation { get; init; }
}

/// <summary>A line of the file that an earlier statement already contained.</summary>
/// <param name="Row">Row of the line in the file, from 1.</param>
/// <param name="LineId">Id of the statement line that was recorded then; null when the caller may not see it.</param>
public sealed record RepeatedLineAnswer(int Row, Guid? LineId);

/// <summary>A bank transaction (строка банковской выписки) and how it was processed.</summary>
/// <param name="StatementId">Id of the statement that was the first to contain the line.</param>
/// <param name="Row">Row of the file in which the line begins, from 1.</param>
/// <param name="Direction">Whether the company received the money or paid it.</param>
/// <param name="Status">Processing state of the line.</param>
/// <param name="Account">Number of the company's own account (расчётный счёт).</param>
/// <param name="Number">Number of the bank document (платёжное поручение); null when the statement has none.</param>
/// <param name="Date">Date of the bank document.</param>
/// <param name="PaidOn">
/// Date on which the bank booked the transaction; the date of the document when the statement has none.
/// </param>
/// <param name="Amount">Amount of the transaction, always positive; direction gives its sign.</param>
/// <param name="Counterparty">The payer of an incoming transaction, or the payee of an outgoing one.</param>
/// <param name="Purpose">Payment purpose (назначение платежа); null when there is none or after it was erased.</param>
/// <param name="DealId">Id of the deal on which the (first) payment is recorded; null while there is none.</param>
/// <param name="InvoiceId">Id of the (first) paid invoice; null while there is none.</param>
/// <param name="PaymentId">Id of the (first) recorded payment; null while there is none.</param>
/// <param name="Allocated">
/// Part of the amount that pays the invoice; the rest is an advance (аванс). Null while there is no payment.
/// </param>
/// <param name="MatchedBy">Rule that found the invoice; null when no rule did.</param>
/// <param name="Blockers">Why the line waits, each with the call that would resolve it.</param>
/// <param name="Candidates">Invoices that the line may pay, of deals whose documents the caller may write.</param>
/// <param name="IgnoredFor">Reason given when the line was ignored; null when it was not.</param>
/// <param name="Repeats">
/// Id of the line that this one may repeat; null when there is none or the caller may not see it.
/// </param>
/// <param name="Counterpart">
/// Id of the line of the other account of a transfer between own accounts; null when it was not read yet or the caller may not see it.
/// </param>
/// <param name="RecordedAt">Time at which the line was imported.</param>
/// <param name="UpdatedAt">Time of the last change of the line.</param>
public sealed record StatementLineAnswer(
    Guid Id,
    Guid StatementId,
    int Row,
    MoneyDirection Direction,
    StatementLineStatus Status,
    string Account,
    string? Number,
    DateOnly Date,
    DateOnly PaidOn,
    Money Amount,
    CounterpartyAnswer Counterparty,
    string? Purpose,
    Guid? DealId,
    Guid? InvoiceId,
    Guid? PaymentId,
    Money? Allocated,
    MatchRule? MatchedBy,
    IReadOnlyList<ProblemBlocker> Blockers,
    IReadOnlyList<LineCandidateAnswer> Candidates,
    string? IgnoredFor,
    Guid? Repeats,
    Guid? Counterpart,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    /// <summary>The payments of the line, one for each of its parts, on deals that the caller sees.</summary>
    public IReadOnlyList<StatementPartAnswer> Parts { get; init; } = [];

    /// <summary>What a person should look at: <c>happened_at.moved</c>.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
}

/// <summary>A payment of a statement line.</summary>
/// <param name="DealId">Id of the deal on which the payment is recorded.</param>
/// <param name="InvoiceId">Id of the paid invoice; null: the payment names none.</param>
/// <param name="PaymentId">Id of the payment.</param>
/// <param name="Amount">Amount of the payment.</param>
/// <param name="Allocated">Part of the amount that pays the invoice; the rest is an advance (аванс).</param>
public sealed record StatementPartAnswer(Guid DealId, Guid? InvoiceId, Guid PaymentId, Money Amount, Money Allocated);

/// <summary>The other party of a bank transaction: the payer of an incoming line, the payee of an outgoing one.</summary>
/// <param name="Name">Name as the bank states it; null when the statement has none or after it was erased.</param>
/// <param name="TaxId">Tax ID (ИНН) as the bank states it; null when the statement has none.</param>
/// <param name="Account">Bank account (расчётный счёт) as the bank states it; null when the statement has none.</param>
public sealed record CounterpartyAnswer(string? Name, string? TaxId, string? Account);

/// <summary>An invoice that a statement line may pay.</summary>
/// <param name="DealId">Id of the deal of the invoice.</param>
/// <param name="InvoiceId">Id of the invoice.</param>
/// <param name="Number">Number of the invoice.</param>
/// <param name="Open">Unpaid amount of the invoice when the line was matched.</param>
public sealed record LineCandidateAnswer(Guid DealId, Guid InvoiceId, string Number, Money Open);
