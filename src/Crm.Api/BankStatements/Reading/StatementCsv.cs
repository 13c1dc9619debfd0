using System.Text.RegularExpressions;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// A statement as a table: a header in English or Russian, cells parted by semicolons, commas or tabs, lines of the bank above the header
/// and totals below. Money that came in is an <c>amount</c> above zero or stands under <c>credit</c>; money that left is below zero or
/// under <c>debit</c>; or a column says which.
/// </summary>
internal sealed partial class StatementCsv(
    AccountCurrencies currencies,
    string? account,
    StatementColumns? format,
    StatementFaults faults
)
{
    /// <summary>As many lines may stand above the header.</summary>
    private const int MostAbove = 30;
    private readonly TableMoney moneyOf = new(format?.DebitOf ?? DebitOwner.Bank, faults);
    private readonly TableTotals totals = new(currencies.Home, format?.DebitOf ?? DebitOwner.Bank, faults);
    private readonly List<(int Row, int Sign)> debits = [];
    private string? own = account ?? AccountNumber.Normalize(format?.Account);

    public StatementFile? Read(string text)
    {
        if (Find(text) is not var (header, records))
        {
            faults.Add(1, "statement.format_unknown", ClientBankExchange.Mark + ", or a header: date;amount;purpose");
            return null;
        }

        var above = records.TakeWhile(one => one.Row < header.Row).ToArray();
        if (format is null && TableHeader.IsOfBooks([.. above, new(header.Row, header.Titles)]))
            faults.Add(
                header.Row,
                "statement.books_unmapped",
                "a format (statementFormats in the settings) that says whose debit it is"
            );
        header.Judge(faults);
        if (!header.IsHeader)
            return null;
        TakeAccount(above, header);
        foreach (var line in above)
            totals.Take(line);
        List<StatementEntry> entries = [];
        foreach (var record in records.SkipWhile(one => one.Row <= header.Row).Where(one => !one.IsBlank))
            if (!totals.Take(record, header) && Entry(new(record, header)) is { } entry)
                entries.Add(entry);
        foreach (var (row, _) in debits.Any(one => one.Sign > 0) ? debits.Where(one => one.Sign < 0) : [])
            faults.Add(row, "statement.direction_contradicts", "one sign in the whole column of money that left");
        return faults.IsEmpty ? File(entries) : null;
    }

    private StatementFile File(List<StatementEntry> entries) =>
        new(
            StatementFormat.Csv,
            [.. entries.Select(x => x.Account).Distinct().Order(StringComparer.Ordinal)],
            entries.Count == 0 ? null : entries.Min(x => x.Date),
            entries.Count == 0 ? null : entries.Max(x => x.Date),
            [.. entries]
        )
        {
            Warnings = totals.Compare(entries),
        };

    /// <summary>The header, and the records as its separator parts them.</summary>
    private (TableHeader Header, List<TableRecord> Records)? Find(string text)
    {
        var found = ((char[])[';', '\t', ','])
            .Select(separator => TableRecords.Of(text, separator).ToList())
            .SelectMany(records =>
                records.Take(MostAbove).Select(record => (Header: TableHeader.Of(record, format), Records: records))
            )
            .Where(one => one.Header.IsMeant || one.Header.IsHeader)
            .OrderByDescending(one => one.Header.IsHeader)
            .ToArray();
        return found.Length == 0 ? null : found[0];
    }

    /// <summary>The account that the bank writes above the table; it must be the one that was asked for.</summary>
    private void TakeAccount(TableRecord[] above, TableHeader header)
    {
        var named = above
            .SelectMany(line =>
                line.Cells.SelectMany(cell => AccountIn().Matches(cell).Select(match => (line.Row, match.Value)))
            )
            .DistinctBy(one => one.Value)
            .ToArray();
        if (named.Length == 1 && own is null)
            own = named[0].Value;
        else if (named.Length > 0 && own is not null && named.All(one => one.Value != own))
            faults.Add(named[0].Row, "statement.account_foreign", Phrase.Data(own));
        if (!header.Has(StatementColumn.Account) && own is null)
            faults.Add(header.Row, "statement.account_missing", "a column account, or the parameter account");
    }

    private StatementEntry? Entry(Cells x)
    {
        var row = x.Row;
        x.Header.JudgeUntitled(x.Record, faults);
        var mine = StatementValues.Account(x[StatementColumn.Account]) ?? own;
        if (mine is null && x.Header.Has(StatementColumn.Account))
            faults.Add(row, "statement.account_missing", "an account in each line");
        var dated = x[StatementColumn.Date] ?? x[StatementColumn.Booked];
        var date = StatementValues.Date(dated, row, faults);
        if (dated is null)
            faults.Add(row, "statement.date_missing", "05.11.2026 or 2026-11-05");
        var booked = x.Header.Has(StatementColumn.Date)
            ? StatementValues.Date(x[StatementColumn.Booked], row, faults)
            : null;
        var (money, currency) = Money(x, mine ?? "");
        if (date is null || money is not { } sum || mine is null)
            return null;
        return new(
            row,
            sum.Direction,
            mine,
            x[StatementColumn.Number],
            date.Value,
            booked,
            new(sum.Amount, currency),
            x[StatementColumn.Name],
            x[StatementColumn.TaxId],
            StatementValues.Account(x[StatementColumn.CounterAccount]),
            x[StatementColumn.Purpose]
        );
    }

    private (RowMoney? Money, Currency Currency) Money(Cells x, string mine)
    {
        var cells = ((StatementColumn[])[StatementColumn.Amount, StatementColumn.Credit, StatementColumn.Debit])
            .Select(column => StatementValues.Split(x[column]))
            .ToArray();
        var currency = CurrencyOf([x[StatementColumn.Currency], .. cells.Select(cell => cell.Currency)], mine, x.Row);
        var count = faults.Count;
        var sums = cells.Select(cell => StatementValues.Sum(cell.Sum, currency, x.Row, faults)).ToArray();
        if (faults.Count > count)
            return (null, currency);
        var direction = x.Header.Has(StatementColumn.Direction) ? x[StatementColumn.Direction] ?? "" : null;
        var money = moneyOf.Of(x.Row, sums[0], sums[1], sums[2], direction);
        if (money is { DebitSign: not 0 } sent)
            debits.Add((x.Row, sent.DebitSign));
        return (money, currency);
    }

    /// <summary>The currency of the row: of its column, or behind its sums; else of the account.</summary>
    private Currency CurrencyOf(IEnumerable<string?> codes, string mine, int row)
    {
        var found = codes.OfType<string>().Select(code => StatementValues.Currency(code)).Distinct().ToArray();
        if (found.Contains(null))
            faults.Add(row, "currency.unknown", "a code of ISO 4217, such as RUB");
        else if (found.Length > 1)
            faults.Add(row, "statement.currency_contradicts", "one currency in a line");
        return found is [{ } one] ? one : currencies.Of(mine);
    }

    /// <summary>An account of Russia or of Kazakhstan.</summary>
    [GeneratedRegex(
        @"(?<![0-9A-Za-z])([0-9]{20}|KZ[0-9]{2}[0-9A-Z]{16})(?![0-9A-Za-z])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex AccountIn();

    private readonly record struct Cells(TableRecord Record, TableHeader Header)
    {
        public int Row => Record.Row;

        public string? this[StatementColumn column] =>
            Header.IndexOf(column) is var at and >= 0 && at < Record.Cells.Length
                ? StatementValues.Text(Record.Cells[at])
                : null;
    }
}
