using System.Globalization;
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
)
{
    /// <summary>
    /// Identifies the same movement across files. A bank document is identified by its number; without a number, by its
    /// purpose; and movements that are equal even then by their order: the n-th of a day stays the n-th in a statement
    /// over more days.
    /// </summary>
    /// <param name="nth">Index among the equal movements without a number, from 0.</param>
    public string Identity(int nth) =>
        string.Join(
            '\n',
            Account,
            TaxId ?? CounterAccount ?? Name,
            Number ?? $"-{nth}\n{Purpose}",
            Date.ToString("O", CultureInfo.InvariantCulture),
            Amount.ToString(),
            Direction
        );
}

/// <summary>A parsed statement file.</summary>
public sealed record StatementFile(
    StatementFormat Format,
    ImmutableArray<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    ImmutableArray<StatementEntry> Entries
)
{
    /// <summary>
    /// Entries with their identity, each once: a bank document that occurs twice in a file is one movement.
    /// </summary>
    public IEnumerable<(StatementEntry Entry, string Identity)> Movements()
    {
        Dictionary<string, int> equal = new(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            var nth = 0;
            if (entry.Number is null)
                equal[entry.Identity(0)] = nth = equal.GetValueOrDefault(entry.Identity(0), -1) + 1;
            if (entry.Identity(nth) is var identity && seen.Add(identity))
                yield return (entry, identity);
        }
    }
}
