using Crm.Domain.BankStatements;
using CsvHelper;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// A statement as a table: a header in English or Russian, cells parted by semicolons, commas or tabs. Money that came in is an
/// <c>amount</c> above zero or stands under <c>credit</c>; money that left is below zero or under <c>debit</c>.
/// </summary>
internal sealed class StatementCsv(Currency home, string? account, StatementFaults faults)
{
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["date"] = ["date", "дата", "дата документа", "дата операции"],
        ["booked"] = ["booked", "booked on", "value date", "дата поступило", "дата поступления", "дата проводки"],
        ["number"] = ["number", "document number", "номер", "номер документа", "№"],
        ["amount"] = ["amount", "sum", "сумма"],
        ["credit"] = ["credit", "income", "приход", "поступление", "кредит"],
        ["debit"] = ["debit", "expense", "расход", "списание", "дебет"],
        ["currency"] = ["currency", "валюта"],
        ["account"] = ["account", "own account", "счет", "расчетный счет", "расчсчет"],
        ["name"] = ["payer", "counterparty", "name", "плательщик", "контрагент", "наименование"],
        ["taxId"] = ["payer tax id", "tax id", "taxid", "инн", "инн плательщика", "инн контрагента", "плательщикинн"],
        ["counterAccount"] = ["payer account", "counterparty account", "счет плательщика", "счет контрагента"],
        ["purpose"] = ["purpose", "description", "details", "назначение", "назначение платежа", "назначениеплатежа"],
    };

    public StatementFile? Read(string text)
    {
        // Names have quotes in the middle of a cell, and a quote that never closes must not swallow the rest: a record is a line.
        using var reader = CsvReader.FromText(
            text,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = Separator(text),
                TrackLineNumbers = true,
                AllowLineBreaksInQuotes = false,
            }
        );
        var columns = reader.Read() ? Columns(Record(reader)) : [];
        if (!columns.ContainsKey("date") || !(columns.ContainsKey("amount") || columns.ContainsKey("credit")))
        {
            faults.Add(1, "statement.format_unknown", ClientBankExchange.Mark + ", or a header: date;amount;purpose");
            return null;
        }

        if (!columns.ContainsKey("account") && account is null)
            faults.Add(1, "statement.account_missing", "a column account, or the parameter account");
        List<StatementEntry> entries = [];
        while (reader.Read())
            if (Entry(new(Record(reader), columns), (int)reader.LineNumber) is { } entry)
                entries.Add(entry);
        return faults.All.Count > 0
            ? null
            : new(
                StatementFormat.Csv,
                [.. entries.Select(x => x.Account).Distinct().Order(StringComparer.Ordinal)],
                entries.Count == 0 ? null : entries.Min(x => x.Date),
                entries.Count == 0 ? null : entries.Max(x => x.Date),
                [.. entries]
            );
    }

    private static string[] Record(CsvReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    private StatementEntry? Entry(Cells x, int row)
    {
        if (x.IsBlank)
            return null;
        var own = StatementValues.Account(x["account"]) ?? account;
        if (own is null && faults.All.Count == 0)
            faults.Add(row, "statement.account_missing", "an account in each line");
        var currency = CurrencyOf(x["currency"], own ?? "", row);
        if (StatementValues.Date(x["date"], row, faults) is not { } date)
        {
            if (x["date"] is null)
                faults.Add(row, "statement.date_missing", "05.11.2026 or 2026-11-05");
            return null;
        }

        // Of two columns one is empty, or zero.
        var sum =
            StatementValues.Sum(x["amount"], currency, row, faults)
            ?? Filled(StatementValues.Sum(x["credit"], currency, row, faults))
            ?? -StatementValues.Sum(x["debit"], currency, row, faults);
        if (sum is null or 0)
            faults.Add(row, sum is null ? "statement.amount_missing" : "statement.amount_invalid", "a sum, not zero");
        if (sum is not { } signed || signed == 0 || own is null)
            return null;
        return new(
            row,
            signed > 0 ? MoneyDirection.In : MoneyDirection.Out,
            own,
            x["number"],
            date,
            StatementValues.Date(x["booked"], row, faults),
            new(Math.Abs(signed), currency),
            x["name"],
            x["taxId"],
            StatementValues.Account(x["counterAccount"]),
            x["purpose"]
        );
    }

    private static decimal? Filled(decimal? sum) => sum is 0 ? null : sum;

    private Currency CurrencyOf(string? code, string own, int row)
    {
        if (code is null)
            return StatementValues.CurrencyOf(own, home);
        var known = code.ToUpperInvariant() is "RUR" or "РУБ" or "РУБ." ? "RUB" : code.ToUpperInvariant();
        if (Currency.IsKnown(known))
            return new(known);
        faults.Add(row, "currency.unknown", "a code of ISO 4217, such as RUB");
        return home;
    }

    /// <summary>What parts the header most.</summary>
    private static char Separator(string text)
    {
        var header = text.AsSpan(0, Math.Min(text.Length, 2000));
        if (header.IndexOf('\n') is >= 0 and var end)
            header = header[..end];
        var (best, most) = (';', 0);
        foreach (var one in (char[])[';', '\t', ','])
            if (header.Count(one) is var count && count > most)
                (best, most) = (one, count);
        return best;
    }

    private static Dictionary<string, int> Columns(string[] header)
    {
        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
        {
            var name = string.Join(
                ' ',
                header[i]
                    .ToLowerInvariant()
                    .Replace('ё', 'е')
                    .Replace('_', ' ')
                    .Replace('-', ' ')
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
            foreach (var (column, names) in Names)
                if (names.Contains(name))
                    columns.TryAdd(column, i);
        }

        return columns;
    }

    private readonly record struct Cells(string[] Record, Dictionary<string, int> Columns)
    {
        public string? this[string column] =>
            Columns.TryGetValue(column, out var at) && at < Record.Length ? StatementValues.Text(Record[at]) : null;
        public bool IsBlank => Record.All(string.IsNullOrWhiteSpace);
    }
}
