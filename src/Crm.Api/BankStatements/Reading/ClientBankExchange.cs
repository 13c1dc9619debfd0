using System.Text;
using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The text format that 1C and the banks exchange (1CClientBankExchange): lines of <c>key=value</c>, a section per document and per
/// account. The dialect of Kazakhstan is read, too.
/// </summary>
internal sealed class ClientBankExchange(AccountCurrencies currencies, StatementFaults faults)
{
    public const string Mark = "1CClientBankExchange";

    /// <summary>What a value over many lines is read up to: more than any text that is kept of it.</summary>
    private const int LongestValue = 4000;

    /// <summary>A document that has one of these twice, and unlike, is two of which the first was not ended.</summary>
    private static readonly HashSet<string> Once =
    [
        "Сумма",
        "Дата",
        "ПлательщикСчет",
        "ПолучательСчет",
        "ДатаПоступило",
        "ДатаСписано",
    ];
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly List<ExchangeSection> documents = [];
    private readonly List<ExchangeSection> sections = [];
    private readonly StringBuilder broken = new();
    private ExchangeSection? open;
    private string? last;
    private ExchangeSection? account;
    private bool ended;

    public StatementFile? Read(string text)
    {
        var header = new ExchangeSection(1);
        var row = 0;
        foreach (var line in text.Split('\n'))
        {
            row++;
            if (!ended)
                Line(line.TrimEnd('\r', '\u001A'), row, header);
        }

        if (open is not null)
            faults.Add(open.Row, "statement.truncated", "КонецДокумента");
        if (!ended)
            faults.Add(row, "statement.truncated", "КонецФайла");
        if (accounts.Count == 0)
            faults.Add(1, "statement.account_missing", "РасчСчет=");
        var reader = new ExchangeDocument(currencies, accounts, faults);
        var entries = documents.SelectMany(reader.Entries).ToImmutableArray();
        var (from, to) = (Date(header, "ДатаНачала"), Date(header, "ДатаКонца"));
        string[] own = [.. accounts.Order(StringComparer.Ordinal)];
        // What could not be read is missing from every sum: the totals are compared when the documents are right.
        if (!faults.IsEmpty)
            return null;
        // Some banks declare the totals of their only account in the head.
        if (own.Length == 1 && Declares(header) && !sections.Any(Declares))
        {
            header.Values["РасчСчет"] = (header.Row, own[0]);
            sections.Clear();
            sections.Add(header);
        }

        var warnings = new ExchangeTotals(currencies, faults).Compare(own, sections, entries);
        return new(StatementFormat.ClientBankExchange, [.. own], from, to, entries) { Warnings = warnings };
    }

    private static bool Declares(ExchangeSection section) =>
        section.Find("ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток") is not null;

    private void Line(string line, int row, ExchangeSection header)
    {
        var at = line.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = at < 0 ? (line.Trim(), "") : (line[..at].Trim(), line[(at + 1)..]);
        if (at >= 0 || key is "СекцияДокумент" or "КонецДокумента")
            Mend();
        switch (key)
        {
            case "":
                break;
            case "СекцияДокумент":
                if (open is not null)
                    faults.Add(row, "statement.truncated", "КонецДокумента");
                (open, last) = (new ExchangeSection(row), null);
                break;
            case "КонецДокумента":
                if (open is null)
                    faults.Add(row, "statement.line_misplaced", "СекцияДокумент=");
                else
                    documents.Add(open);
                open = null;
                break;
            case "СекцияРасчСчет":
                sections.Add(account = new ExchangeSection(row));
                break;
            case "КонецРасчСчет":
                account = null;
                break;
            case "КонецФайла":
                ended = true;
                break;
            case "РасчСчет" when open is null:
                Own(value, row);
                account?.Values.TryAdd(key, (row, value));
                break;
            // A purpose may be broken over lines.
            case var _ when at < 0 && open is not null && last is not null:
                if (broken.Length == 0)
                    broken.Append(open.Values[last].Value);
                if (broken.Length < LongestValue)
                    broken.Append(' ').Append(line);
                break;
            case var _ when at > 0 && open is not null:
                if (!open.Values.TryAdd(last = key, (row, value)) && Once.Contains(key))
                    Twice(open.Values[key].Value, value, row);
                break;
            case var _ when at > 0:
                (account ?? header).Values.TryAdd(key, (row, value));
                break;
        }
    }

    private void Own(string value, int row)
    {
        if (StatementValues.Account(value) is not { } own)
            return;
        accounts.Add(own);
        if (own.StartsWith("KZ", StringComparison.Ordinal) && !StatementValues.IsOfKazakhstan(own))
            faults.Add(row, "statement.account_invalid", "KZ and 18 digits or letters");
    }

    private void Twice(string first, string second, int row)
    {
        if (first.Trim() != second.Trim())
            faults.Add(row, "statement.line_misplaced", "КонецДокумента");
    }

    /// <summary>The lines of a broken value become one.</summary>
    private void Mend()
    {
        if (broken.Length > 0)
            open!.Values[last!] = open.Values[last!] with { Value = broken.ToString() };
        broken.Clear();
    }

    private DateOnly? Date(ExchangeSection x, string key) =>
        x.Find(key) is { } found ? StatementValues.Date(found.Value, found.Row, faults) : null;
}
