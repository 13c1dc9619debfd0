using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// Reads a statement, whatever its format: bytes in, movements or faults out. No I/O, no clock, and no input that it breaks on.
/// </summary>
internal static class StatementReader
{
    public const int MostLines = 10_000;

    /// <param name="home">The currency of accounts that do not tell theirs.</param>
    /// <param name="account">Our own account, where the file names none.</param>
    /// <param name="format">How the columns of a table are to be read; null: by their names.</param>
    public static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Read(
        ReadOnlySpan<byte> bytes,
        Currency home,
        string? account,
        StatementColumns? format = null
    ) => Read(bytes, new AccountCurrencies(home, ImmutableDictionary<string, Currency>.Empty), account, format);

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, Currency, string?, StatementColumns?)"/>
    public static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Read(
        ReadOnlySpan<byte> bytes,
        AccountCurrencies currencies,
        string? account,
        StatementColumns? format = null
    )
    {
        var faults = new StatementFaults();
        // Neither format has a zero byte: it is no text at all.
        if (bytes.Contains((byte)0))
        {
            faults.Add(1, "statement.format_unknown", "a text");
            return (null, faults.All);
        }

        var text = StatementText.Of(bytes, faults);
        if (faults.IsEmpty && Unsound(text, faults))
            return (null, faults.All);
        var file = text.TrimStart().StartsWith(ClientBankExchange.Mark, StringComparison.Ordinal)
            ? new ClientBankExchange(currencies, faults).Read(text)
            : new StatementCsv(currencies, StatementValues.Account(account), format, faults).Read(text);
        if (file?.Entries.Length > MostLines)
            faults.Add(file.Entries[MostLines].Row, "statement.too_many_lines", $"at most {MostLines}");
        return faults.IsEmpty ? (file, []) : (null, faults.All);
    }

    /// <summary>Names the lines that break the rule of texts. The sign that ends a file of DOS is not part of a text.</summary>
    private static bool Unsound(string text, StatementFaults faults)
    {
        var row = 0;
        foreach (var line in text.AsSpan().Split('\n'))
        {
            row++;
            if (!TextRule.IsSound(text.AsSpan(line).TrimEnd('\u001A'), severalLines: true))
                faults.Add(row, TextRule.Code, TextValidation.Accepted(severalLines: true));
        }

        return faults.All.Count > 0;
    }
}
