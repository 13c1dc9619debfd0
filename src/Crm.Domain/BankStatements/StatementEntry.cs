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

/// <summary>A movement of money as a file tells it; a place in the file, and nothing decided yet.</summary>
/// <param name="Row">The line of the file that it begins in, from 1.</param>
/// <param name="Account">Our own account.</param>
/// <param name="Number">Number of the bank document.</param>
/// <param name="Date">Date of the bank document.</param>
/// <param name="BookedOn">When the bank moved the money.</param>
/// <param name="Name">Who paid us, or whom we paid; so are the tax id and the account.</param>
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
    /// What makes it this movement and no other, in whatever file it comes again. A bank document has a number; what has none is
    /// told by its purpose, and two that are equal even so by their order (the n-th of a day stays the n-th in a statement of more
    /// days).
    /// </summary>
    /// <param name="nth">Which of those that have no number and are equal else, from 0.</param>
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

/// <summary>A file as it was read, in whole.</summary>
public sealed record StatementFile(
    StatementFormat Format,
    ImmutableArray<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    ImmutableArray<StatementEntry> Entries
)
{
    /// <summary>Entries with their identity, each once: a bank document that stands in one file twice is one movement.</summary>
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
