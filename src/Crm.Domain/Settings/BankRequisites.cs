namespace Crm.Domain.Settings;

/// <summary>
/// Rules for the bank details that clients pay to. A wrong digit would misdirect a client's payment, so the check
/// digits of accounts are verified.
/// </summary>
internal static class BankRequisites
{
    /// <summary>Weights of the Bank of Russia's check digit.</summary>
    private static readonly int[] Weights = [7, 1, 3];

    public static IEnumerable<Fault> Faults(CompanyProfile x, string pointer)
    {
        if (x.Bic is not null && !Digits(x.Bic, 9))
            yield return new Fault(pointer + "/bic", "bank.bic", "9 digits");
        if (x.Kpp is not null && !TaxIds.IsKpp(x.Kpp))
            yield return new Fault(
                pointer + "/kpp",
                "bank.kpp",
                "9 characters: digits, and at places 5 and 6 also capital letters"
            );
        foreach (
            var (member, account, prefix) in new[]
            {
                ("account", x.Account, Tail(x.Bic, 6, 3)),
                ("correspondentAccount", x.CorrespondentAccount, "0" + Tail(x.Bic, 4, 2)),
            }
        )
        {
            if (account is null)
                continue;
            if (!Digits(account, 20))
                yield return new Fault($"{pointer}/{member}", "bank.account", "20 digits");
            else if (Keyed(x.Bic) && !Fits(prefix + account))
                yield return new Fault(
                    $"{pointer}/{member}",
                    "bank.account_key",
                    "an account of the bank with this bic: its key does not fit"
                );
        }
    }

    /// <summary>
    /// Whether the check digit applies: only to commercial banks; accounts at the treasury and at the Bank of Russia
    /// use other algorithms.
    /// </summary>
    private static bool Keyed(string? bic) =>
        bic is not null
        && Digits(bic, 9)
        && bic.StartsWith("04", StringComparison.Ordinal)
        && !bic.EndsWith("000", StringComparison.Ordinal)
        && !bic.EndsWith("001", StringComparison.Ordinal)
        && !bic.EndsWith("002", StringComparison.Ordinal);

    private static bool Fits(string digits) => digits.Select((x, i) => (x - '0') * Weights[i % 3]).Sum() % 10 == 0;

    private static string Tail(string? bic, int from, int length) =>
        bic is not null && Digits(bic, 9) ? bic.Substring(from, length) : "";

    private static bool Digits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);
}
