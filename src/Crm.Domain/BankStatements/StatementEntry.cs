using System.Text.Json.Serialization;

namespace Crm.Domain.BankStatements;

/// <summary>Format of a bank statement file: <c>clientBankExchange</c> (1CClientBankExchange) or <c>csv</c>.</summary>
[JsonConverter(typeof(CamelCase<StatementFormat>))]
public enum StatementFormat
{
    ClientBankExchange,
    Csv,
}

/// <summary>Direction of a bank transaction: <c>in</c> (received by the company) or <c>out</c> (paid by it).</summary>
[JsonConverter(typeof(CamelCase<MoneyDirection>))]
public enum MoneyDirection
{
    In,
    Out,
}

/// <summary>One movement of money as read from a file. Nothing is decided about it yet.</summary>
/// <param name="Row">Line of the file where it begins, from 1.</param>
/// <param name="Account">Our own account.</param>
/// <param name="Number">Number of the bank document.</param>
/// <param name="Date">Date of the bank document.</param>
/// <param name="BookedOn">Date on which the bank booked the movement.</param>
/// <param name="Name">
/// Name of the other party, as are the tax id and the account: the payer of incoming money, the payee of outgoing
/// money.
/// </param>
public sealed record StatementEntry(
    int Row,
    MoneyDirection Direction,
    string Account,
    string? Number,
    DateOnly Date,
    DateOnly? BookedOn,
    Money Amount,
    string? Name,
    string? TaxId,
    string? CounterAccount,
    string? Purpose
);

/// <summary>Something about a file that was read which a person should look at.</summary>
/// <param name="Row">Line of the file, from 1; null: the file as a whole.</param>
/// <param name="Found">What was found, as data.</param>
public sealed record StatementWarning(string Code, int? Row = null, string Found = "");

/// <summary>A parsed statement file.</summary>
public sealed record StatementFile(
    StatementFormat Format,
    ImmutableArray<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    ImmutableArray<StatementEntry> Entries
)
{
    public ImmutableArray<StatementWarning> Warnings { get; init; } = [];
}
