using System.Globalization;
using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements.Reading;

/// <summary>
/// Reads a document of an exchange file. Russia and Kazakhstan name the same values differently; ours is the account of
/// <c>РасчСчет</c>: where it is the payee's the money came in, where it is the payer's it went out. Between two accounts of ours it does
/// both: a line for each account.
/// </summary>
internal sealed class ExchangeDocument(
    AccountCurrencies currencies,
    IReadOnlySet<string> accounts,
    StatementFaults faults
)
{
    public IEnumerable<StatementEntry> Entries(ExchangeSection x)
    {
        var payee = OwnOf(x, "ПолучательСчет", "ПолучательРасчСчет", "ПолучательИИК");
        var payer = OwnOf(x, "ПлательщикСчет", "ПлательщикРасчСчет", "ПлательщикИИК");
        var date = Date(x, "Дата", "ДатаДокумента");
        if (date is null && x.Find("Дата", "ДатаДокумента") is null)
            faults.Add(x.Row, "statement.date_missing", "Дата=");
        if ((payee ?? payer) is not { } own)
            faults.Add(
                x.Row,
                "statement.account_foreign",
                $"{string.Join(", ", accounts.Take(5))}: ПолучательСчет= / ПлательщикСчет="
            );
        var amount = Amount(x, payee ?? payer ?? "", payer is null, payee is null);
        if (date is null || amount is null)
            yield break;
        if (payer is not null)
            yield return Entry(x, payer, MoneyDirection.Out, date.Value, amount.Value);
        if (payee is not null)
            yield return Entry(x, payee, MoneyDirection.In, date.Value, amount.Value);
    }

    private StatementEntry Entry(ExchangeSection x, string own, MoneyDirection direction, DateOnly date, Money amount)
    {
        var isIn = direction == MoneyDirection.In;
        var other = isIn ? "Плательщик" : "Получатель";
        return new(
            x.Row,
            direction,
            own,
            x.Text("Номер", "НомерДокумента"),
            date,
            Date(x, isIn ? "ДатаПоступило" : "ДатаСписано", "ДатаОперации"),
            amount,
            NameOf(x, other),
            x.Text(other + "ИНН", other + "БИН_ИИН"),
            StatementValues.Account(x.Text(other + "Счет", other + "РасчСчет", other + "ИИК")),
            Purpose(x)
        );
    }

    private Money? Amount(ExchangeSection x, string own, bool isIn, bool isOut)
    {
        var currency = CurrencyOf(x, own);
        if (isIn != isOut && x.Find(isOut ? "СуммаПриход" : "СуммаРасход") is { } contrary)
            faults.Add(
                contrary.Row,
                "statement.direction_contradicts",
                Phrase.Data(isOut ? "СуммаРасход=" : "СуммаПриход=")
            );
        if (x.Find("Сумма", "СуммаПриход", "СуммаРасход") is not { } found)
        {
            faults.Add(x.Values.GetValueOrDefault("Сумма", (x.Row, "")).Item1, "statement.amount_missing", "Сумма=");
            return null;
        }

        if (StatementValues.Sum(found.Value, currency, found.Row, faults) is not { } sum)
            return null;
        if (sum <= 0)
        {
            faults.Add(found.Row, "statement.amount_invalid", "> 0");
            return null;
        }

        foreach (var key in (string[])["СуммаПриход", "СуммаРасход"])
            if (
                x.Find(key) is { } again
                && again.Row != found.Row
                && StatementValues.Sum(again.Value, currency, again.Row, faults) is { } other
                && other != sum
            )
                faults.Add(again.Row, "statement.amount_invalid", Phrase.Data($"Сумма={found.Value.Trim()}"));
        return new(sum, currency);
    }

    private Currency CurrencyOf(ExchangeSection x, string own)
    {
        if (x.Find("Валюта") is not { } found)
            return currencies.Of(own);
        if (StatementValues.Currency(found.Value) is { } currency)
            return currency;
        faults.Add(found.Row, "currency.unknown", "a code of ISO 4217, such as KZT");
        return currencies.Home;
    }

    /// <summary>The name alone where it stands alone; else without the tax id that stands before it.</summary>
    private static string? NameOf(ExchangeSection x, string other)
    {
        if (x.Text(other + "1", other + "Наименование") is { } name)
            return name;
        if (x.Text(other) is not { } whole || !whole.StartsWith("ИНН", StringComparison.OrdinalIgnoreCase))
            return x.Text(other);
        return StatementValues.Text(whole[3..].TrimStart(' ', ':').TrimStart("0123456789/ ".ToCharArray()));
    }

    private static string? Purpose(ExchangeSection x) =>
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

    private string? OwnOf(ExchangeSection x, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (StatementValues.Account(x.Text(key)) is { } account && accounts.Contains(account))
                return account;
        return null;
    }

    private DateOnly? Date(ExchangeSection x, params ReadOnlySpan<string> keys) =>
        x.Find(keys) is { } found ? StatementValues.Date(found.Value, found.Row, faults) : null;
}
