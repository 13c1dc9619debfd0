using System.Globalization;
using System.Text;
using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// The text format that 1C and the banks exchange (1CClientBankExchange): lines of <c>key=value</c>, a section per document. Ours
/// is the account of <c>РасчСчет</c>: where it is the payee's the money came in, where it is the payer's it went out.
/// </summary>
internal sealed class ClientBankExchange(Currency home, StatementFaults faults)
{
    public const string Mark = "1CClientBankExchange";

    /// <summary>What a value over many lines is read up to: more than any text that is kept of it.</summary>
    private const int LongestValue = 4000;
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly List<Section> documents = [];
    private readonly StringBuilder broken = new();
    private Section? open;
    private string? last;
    private bool inAccount,
        ended;

    public StatementFile? Read(string text)
    {
        var header = new Section(1);
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
        var entries = documents.Select(Entry).OfType<StatementEntry>().ToImmutableArray();
        var (from, to) = (Date(header, "ДатаНачала"), Date(header, "ДатаКонца"));
        return faults.All.Count > 0
            ? null
            : new(StatementFormat.ClientBankExchange, [.. accounts.Order(StringComparer.Ordinal)], from, to, entries);
    }

    private void Line(string line, int row, Section header)
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
                (open, last) = (new Section(row), null);
                break;
            case "КонецДокумента":
                if (open is null)
                    faults.Add(row, "statement.line_misplaced", "СекцияДокумент=");
                else
                    documents.Add(open);
                open = null;
                break;
            case "СекцияРасчСчет":
                inAccount = true;
                break;
            case "КонецРасчСчет":
                inAccount = false;
                break;
            case "КонецФайла":
                ended = true;
                break;
            case "РасчСчет" when open is null:
                if (StatementValues.Account(value) is { } account)
                    accounts.Add(account);
                break;
            // A purpose may be broken over lines.
            case var _ when at < 0 && open is not null && last is not null:
                if (broken.Length == 0)
                    broken.Append(open.Values[last].Value);
                if (broken.Length < LongestValue)
                    broken.Append(' ').Append(line);
                break;
            case var _ when at > 0 && open is not null:
                open.Values.TryAdd(last = key, (row, value));
                break;
            case var _ when at > 0 && !inAccount:
                header.Values.TryAdd(key, (row, value));
                break;
        }
    }

    /// <summary>The lines of a broken value become one.</summary>
    private void Mend()
    {
        if (broken.Length > 0)
            open!.Values[last!] = open.Values[last!] with { Value = broken.ToString() };
        broken.Clear();
    }

    private StatementEntry? Entry(Section x)
    {
        var payee = OwnOf(x, "ПолучательСчет", "ПолучательРасчСчет");
        var payer = OwnOf(x, "ПлательщикСчет", "ПлательщикРасчСчет");
        var date = Date(x, "Дата");
        if (date is null && x.Text("Дата") is null)
            faults.Add(x.Row, "statement.date_missing", "Дата=");
        if ((payee ?? payer) is not { } own)
        {
            faults.Add(
                x.Row,
                "statement.account_foreign",
                $"{string.Join(", ", accounts.Take(5))}: ПолучательСчет= / ПлательщикСчет="
            );
            return null;
        }

        var amount = Amount(x, own);
        if (date is null || amount is null)
            return null;
        // Between two accounts of ours nothing comes in.
        var incoming = payer is null;
        var other = incoming ? "Плательщик" : "Получатель";
        return new(
            x.Row,
            incoming ? MoneyDirection.In : MoneyDirection.Out,
            own,
            x.Text("Номер"),
            date.Value,
            Date(x, incoming ? "ДатаПоступило" : "ДатаСписано"),
            amount.Value,
            NameOf(x, other),
            x.Text(other + "ИНН"),
            StatementValues.Account(x.Text(other + "Счет") ?? x.Text(other + "РасчСчет")),
            Purpose(x)
        );
    }

    private Money? Amount(Section x, string own)
    {
        var currency = StatementValues.CurrencyOf(own, home);
        var (row, text) = x.Values.GetValueOrDefault("Сумма", (x.Row, ""));
        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add(row, "statement.amount_missing", "Сумма=");
            return null;
        }

        if (StatementValues.Sum(text, currency, row, faults) is not { } sum)
            return null;
        if (sum > 0)
            return new(sum, currency);
        faults.Add(row, "statement.amount_invalid", "> 0");
        return null;
    }

    /// <summary>The name alone where it stands alone; else without the tax id that stands before it.</summary>
    private static string? NameOf(Section x, string other)
    {
        if (x.Text(other + "1") is { } name)
            return name;
        if (x.Text(other) is not { } whole || !whole.StartsWith("ИНН", StringComparison.OrdinalIgnoreCase))
            return x.Text(other);
        return StatementValues.Text(whole[3..].TrimStart(' ', ':').TrimStart("0123456789/ ".ToCharArray()));
    }

    private static string? Purpose(Section x) =>
        x.Text("НазначениеПлатежа")
        ?? StatementValues.Text(
            string.Join(
                ' ',
                Enumerable
                    .Range(1, 6)
                    .Select(i => x.Text("НазначениеПлатежа" + i.ToString(CultureInfo.InvariantCulture)))
                    .OfType<string>()
            )
        );

    private string? OwnOf(Section x, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (StatementValues.Account(x.Text(key)) is { } account && accounts.Contains(account))
                return account;
        return null;
    }

    private DateOnly? Date(Section x, string key) =>
        x.Values.TryGetValue(key, out var found) ? StatementValues.Date(found.Value, found.Row, faults) : null;

    private sealed record Section(int Row)
    {
        public Dictionary<string, (int Row, string Value)> Values { get; } = new(StringComparer.Ordinal);

        public string? Text(string key) =>
            Values.TryGetValue(key, out var found) ? StatementValues.Text(found.Value) : null;
    }
}
