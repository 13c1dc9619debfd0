using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The totals that an exchange file declares for its accounts, against what its documents add up to. A difference refuses the file: a
/// document is missing, or was read with a wrong direction.
/// </summary>
internal sealed class ExchangeTotals(AccountCurrencies currencies, StatementFaults faults)
{
    private const int MostWarnings = 100;
    private readonly List<StatementWarning> warnings = [];

    public ImmutableArray<StatementWarning> Compare(
        IEnumerable<string> accounts,
        IReadOnlyCollection<ExchangeSection> sections,
        IReadOnlyCollection<StatementEntry> entries
    )
    {
        var declared = sections
            .Select(Of)
            .Where(one => one.Account is not null)
            .DistinctBy(one => one.Content)
            .ToLookup(one => one.Account!);
        var moved = entries.ToLookup(one => one.Account, StringComparer.Ordinal);
        foreach (var account in accounts)
            Compare(account, [.. declared[account]], [.. moved[account]]);
        return [.. warnings.Take(MostWarnings)];
    }

    private void Compare(string account, Declared[] all, StatementEntry[] entries)
    {
        var received = Sum(entries, MoneyDirection.In);
        var sent = Sum(entries, MoneyDirection.Out);
        var isReceived = Matches(all, one => one.Received, received, "ВсегоПоступило");
        var isSent = Matches(all, one => one.Sent, sent, "ВсегоСписано");
        if (all.Length == 0 || all.Any(one => one.Received is null || one.Sent is null))
            warnings.Add(new("statement.totals_missing", all.FirstOrDefault()?.Row, account));
        if (all.Any(one => one.Opening is null || one.Closing is null))
            return;
        foreach (var one in all)
            Balance(
                one,
                all.Length == 1 ? (received, sent) : (one.Received?.Sum ?? 0, one.Sent?.Sum ?? 0),
                isReceived && isSent
            );
    }

    /// <summary>Whether the file declares the turnover, and it is what the documents add up to.</summary>
    private bool Matches(Declared[] all, Func<Declared, Total?> of, decimal read, string key)
    {
        if (all.Length == 0 || all.Any(one => of(one) is null))
            return false;
        var total = all.Sum(one => of(one)!.Sum);
        if (total != read)
            faults.Add(
                of(all[0])!.Row,
                "statement.totals_differ",
                $"{key}={Text(total)}; the documents add up to {Text(read)}"
            );
        return total == read;
    }

    /// <summary>
    /// Opening + received - sent = closing. Where the file declares no turnovers its balances are often those of another moment, so a
    /// difference is told and does not refuse it.
    /// </summary>
    private void Balance(Declared one, (decimal Received, decimal Sent) moved, bool isDeclared)
    {
        var expected = one.Opening!.Sum + moved.Received - moved.Sent;
        if (expected == one.Closing!.Sum)
            return;
        if (isDeclared)
            faults.Add(
                one.Closing.Row,
                "statement.totals_differ",
                $"{"КонечныйОстаток"}={Text(one.Closing.Sum)}; the documents lead to {Text(expected)}"
            );
        else if (one.Received is null || one.Sent is null)
            warnings.Add(
                new("statement.balance_differs", one.Closing.Row, $"{Text(one.Closing.Sum)} / {Text(expected)}")
            );
    }

    private Declared Of(ExchangeSection section)
    {
        var account = StatementValues.Account(section.Text("РасчСчет"));
        var currency = currencies.Of(account ?? "");
        return new(
            section.Row,
            account,
            Find(section, "НачальныйОстаток", currency),
            Find(section, "ВсегоПоступило", currency),
            Find(section, "ВсегоСписано", currency),
            Find(section, "КонечныйОстаток", currency)
        )
        {
            Content = string.Join('\n', section.Values.Select(one => $"{one.Key}={one.Value.Value}")),
        };
    }

    private Total? Find(ExchangeSection section, string key, Currency currency) =>
        section.Find(key) is { } found && StatementValues.Sum(found.Value, currency, found.Row, faults) is { } sum
            ? new Total(found.Row, sum)
            : null;

    private static decimal Sum(IEnumerable<StatementEntry> entries, MoneyDirection direction) =>
        entries.Where(one => one.Direction == direction).Sum(one => one.Amount.Amount);

    private static string Text(decimal sum) =>
        sum.ToString("0.00##", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Total(int Row, decimal Sum);

    /// <summary>What a section of an account declares; null: nothing.</summary>
    private sealed record Declared(
        int Row,
        string? Account,
        Total? Opening,
        Total? Received,
        Total? Sent,
        Total? Closing
    )
    {
        public required string Content { get; init; }
    }
}
