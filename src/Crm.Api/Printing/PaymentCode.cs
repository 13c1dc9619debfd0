using System.Globalization;

namespace Crm.Api.Printing;

/// <summary>
/// What the payment QR says (GOST R 56042-2014, UTF-8): bank applications in Russia fill in a payment order from it. Only roubles,
/// and only with complete requisites: half a code would be paid to nowhere.
/// </summary>
public static class PaymentCode
{
    private const int LongestName = 160,
        LongestBank = 45,
        LongestPurpose = 210;

    public static string? Of(PrintedBank bank, Money total) =>
        total.Currency.Code != "RUB"
        || total.Amount <= 0
        || new[] { bank.Payee, bank.BankName, bank.Bic, bank.Account, bank.CorrespondentAccount, bank.TaxId }.Any(x =>
            x.Length == 0
        )
            ? null
            : string.Join('|', Members(bank, total).Select(x => $"{x.Name}={x.Value}").Prepend("ST00012"));

    private static IEnumerable<(string Name, string Value)> Members(PrintedBank bank, Money total)
    {
        yield return ("Name", Value(bank.Payee, LongestName));
        yield return ("PersonalAcc", bank.Account);
        yield return ("BankName", Value(bank.BankName, LongestBank));
        yield return ("BIC", bank.Bic);
        yield return ("CorrespAcc", bank.CorrespondentAccount);
        yield return ("PayeeINN", Value(bank.TaxId, 12));
        if (bank.Kpp.Length > 0)
            yield return ("KPP", bank.Kpp);
        yield return ("Sum", decimal.Truncate(total.Amount * 100).ToString("0", CultureInfo.InvariantCulture));
        yield return ("Purpose", Value(bank.Purpose, LongestPurpose));
    }

    /// <summary>The bar parts the members, so no value may hold one; values have lengths.</summary>
    private static string Value(string text, int most)
    {
        var value = text.Replace('|', '/').Replace('\n', ' ').Replace('\u00a0', ' ');
        return value.Length <= most
            ? value
            : value[..(char.IsHighSurrogate(value[most - 1]) ? most - 1 : most)].TrimEnd();
    }
}
