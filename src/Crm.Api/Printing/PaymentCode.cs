using System.Globalization;

namespace Crm.Api.Printing;

/// <summary>
/// The text of the payment QR code (GOST R 56042-2014, ST00012: UTF-8), from which bank applications in Russia fill in a payment order.
/// It is made only in roubles and only from complete bank details: with a part of them a payment would not arrive.
/// </summary>
public static class PaymentCode
{
    private const int LongestName = 160,
        LongestBank = 45,
        LongestPurpose = 210;

    /// <summary>Null where the document gets no code.</summary>
    public static string? Create(PrintedBank bank, Money total)
    {
        string[] required = [bank.Payee, bank.BankName, bank.Bic, bank.Account, bank.CorrespondentAccount, bank.TaxId];
        if (total.Currency.Code != "RUB" || total.Amount <= 0 || required.Any(text => text.Length == 0))
            return null;
        var members = Members(bank, total).Select(member => $"{member.Name}={member.Value}");
        return string.Join('|', members.Prepend("ST00012"));
    }

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

    /// <summary>The bar separates the members, so no value may contain one. Cutting never splits a surrogate pair.</summary>
    private static string Value(string text, int maxLength)
    {
        var value = text.Replace('|', '/').Replace('\n', ' ').Replace('\u00a0', ' ');
        if (value.Length <= maxLength)
            return value;
        var length = char.IsHighSurrogate(value[maxLength - 1]) ? maxLength - 1 : maxLength;
        return value[..length].TrimEnd();
    }
}
