using System.Globalization;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The totals and balances that a bank writes above and below its table, against what the lines add up to. A difference refuses the file.
/// </summary>
internal sealed class TableTotals(Currency home, DebitOwner debitOf, StatementFaults faults)
{
    private static readonly string[] Openings =
    [
        "входящий остаток",
        "начальный остаток",
        "opening balance",
        "сальдо начальное",
        "сальдо на начало",
    ];
    private static readonly string[] Closings =
    [
        "исходящий остаток",
        "конечный остаток",
        "closing balance",
        "сальдо конечное",
        "сальдо на конец",
    ];
    private static readonly string[] Turnovers = ["итого", "итог", "всего", "total", "оборот"];

    /// <summary>Lines that count documents declare no money.</summary>
    private static readonly string[] Counts = ["документ", "операц", "платеж", "колич", "document", "count"];
    private static readonly string[] WordsOfReceived = ["поступ", "приход", "зачисл", "received"];
    private static readonly string[] WordsOfSent = ["спис", "расход", "sent"];
    private readonly List<Declared> turnovers = [];
    private Declared? opening,
        closing;

    /// <summary>Takes a line that is none of a movement; false: it is one.</summary>
    /// <param name="header">The columns of the table; null: the line stands above it.</param>
    public bool Take(TableRecord record, TableHeader? header = null)
    {
        var title = StatementFormatRule.Key(
            record.Cells.FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell)) ?? ""
        );
        if (
            header is not null
            && StatementValues.IsDate(
                Cell(record, header, StatementColumn.Date) ?? Cell(record, header, StatementColumn.Booked)
            )
        )
            return false;
        if (Openings.Any(title.StartsWith))
            opening = Single(record) ?? opening;
        else if (Closings.Any(title.StartsWith))
            closing = Single(record) ?? closing;
        else if (Turnovers.Any(title.StartsWith) && OneSide(record, title) is { } side)
            turnovers.Add(side);
        else if (header is not null && Turnovers.Any(title.StartsWith))
            Turnover(record, header);
        else
            return false;
        return true;
    }

    public ImmutableArray<StatementWarning> Compare(IReadOnlyCollection<StatementEntry> entries)
    {
        if (turnovers.Count == 0 && closing is null)
            return [new("statement.totals_missing")];
        // Sums of several accounts or currencies are no totals of one.
        if (entries.Select(one => (one.Account, one.Amount.Currency)).Distinct().Count() > 1)
            return [new("statement.totals_missing", (turnovers.FirstOrDefault() ?? closing)!.Row)];
        var received = entries.Where(one => one.Direction == MoneyDirection.In).Sum(one => one.Amount.Amount);
        var sent = entries.Where(one => one.Direction == MoneyDirection.Out).Sum(one => one.Amount.Amount);
        foreach (var one in turnovers)
            Judge(
                one,
                (one.Column, debitOf) switch
                {
                    (StatementColumn.Credit, DebitOwner.Bank) or (StatementColumn.Debit, DebitOwner.Company) =>
                    [
                        received,
                    ],
                    (StatementColumn.Credit or StatementColumn.Debit, _) => [sent, -sent],
                    _ => [received - sent, received + sent],
                }
            );
        if (closing is not null && opening is not null)
            Judge(closing, [opening.Sum + received - sent]);
        return [];
    }

    private void Judge(Declared declared, decimal[] read)
    {
        if (!read.Contains(declared.Sum))
            faults.Add(
                declared.Row,
                "statement.totals_differ",
                $"{Text(declared.Sum)}; the lines lead to {Text(read[0])}"
            );
    }

    private void Turnover(TableRecord record, TableHeader header)
    {
        foreach (
            var column in (StatementColumn[])[StatementColumn.Amount, StatementColumn.Credit, StatementColumn.Debit]
        )
            if (Sum(Cell(record, header, column), record.Row) is { } sum)
                turnovers.Add(new(record.Row, column, sum));
    }

    /// <summary>A line that says in words which side its only sum is of: Всего поступило, Итого списано.</summary>
    private Declared? OneSide(TableRecord record, string title)
    {
        var (isReceived, isSent) = (WordsOfReceived.Any(title.Contains), WordsOfSent.Any(title.Contains));
        if (isReceived == isSent || Counts.Any(title.Contains) || Single(record) is not { } single)
            return null;
        return single with
        {
            Column = isReceived == (debitOf == DebitOwner.Bank) ? StatementColumn.Credit : StatementColumn.Debit,
        };
    }

    /// <summary>The only sum of a line; it may stand behind the title in one cell with it.</summary>
    private Declared? Single(TableRecord record)
    {
        var title = Array.FindIndex(record.Cells, cell => !string.IsNullOrWhiteSpace(cell));
        var sums = record
            .Cells.Skip(title + 1)
            .Where(cell => cell.Any(char.IsAsciiDigit) && !StatementValues.IsDate(cell))
            .ToArray();
        if (sums.Length == 0 && record.Cells[title].Split(':') is [_, .., var behind] && behind.Any(char.IsAsciiDigit))
            sums = [behind];
        return sums is [var one] && Sum(one, record.Row) is { } sum
            ? new(record.Row, StatementColumn.Amount, sum)
            : null;
    }

    private decimal? Sum(string? cell, int row) =>
        StatementValues.Sum(StatementValues.Split(cell).Sum, home, row, faults);

    private static string? Cell(TableRecord record, TableHeader header, StatementColumn column) =>
        header.IndexOf(column) is var at and >= 0 && at < record.Cells.Length ? record.Cells[at] : null;

    private static string Text(decimal sum) => sum.ToString("0.00##", CultureInfo.InvariantCulture);

    private sealed record Declared(int Row, StatementColumn Column, decimal Sum);
}
