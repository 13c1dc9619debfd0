namespace Crm.Domain.Settings;

/// <summary>A bank account of the company (расчётный счёт): clients pay to it, and statements of it are read.</summary>
/// <param name="Account">Number of the account: 20 digits in Russia, else 5 to 34 letters and digits.</param>
/// <param name="Currency">Currency of the account, ISO 4217.</param>
/// <param name="BankName">Name of the bank with its town.</param>
/// <param name="Bic">Bank identification code (БИК), 9 digits.</param>
/// <param name="CorrespondentAccount">Correspondent account of the bank (корреспондентский счёт), 20 digits.</param>
/// <param name="IsDefault"><c>true</c> for the account that is named first; the first in the list when none is.</param>
public sealed record BankAccount(
    [property: Identifier(IsNumber = true)] string Account,
    Currency Currency,
    string? BankName = null,
    [property: Identifier(IsNumber = true)] string? Bic = null,
    [property: Identifier(IsNumber = true)] string? CorrespondentAccount = null,
    bool IsDefault = false
)
{
    /// <summary>Digits 6 to 8 of a Russian account name its currency.</summary>
    private static readonly Dictionary<string, string> ByDigits = new(StringComparer.Ordinal)
    {
        ["810"] = "RUB",
        ["643"] = "RUB",
        ["840"] = "USD",
        ["978"] = "EUR",
        ["156"] = "CNY",
        ["826"] = "GBP",
        ["756"] = "CHF",
        ["392"] = "JPY",
        ["344"] = "HKD",
        ["784"] = "AED",
        ["949"] = "TRY",
        ["356"] = "INR",
        ["933"] = "BYN",
        ["398"] = "KZT",
        ["051"] = "AMD",
        ["944"] = "AZN",
        ["417"] = "KGS",
        ["860"] = "UZS",
        ["972"] = "TJS",
        ["981"] = "GEL",
    };

    /// <summary>The single account that a company had before it could have several; null: it had none.</summary>
    /// <param name="otherwise">The currency where the number names none.</param>
    public static BankAccount? Of(CompanyProfile profile, Currency otherwise) =>
        profile.Account is { Length: > 0 } account
            ? new(
                account,
                CurrencyOf(account) ?? otherwise,
                profile.BankName,
                profile.Bic,
                profile.CorrespondentAccount,
                IsDefault: true
            )
            : null;

    /// <summary>The currency that the number of a Russian account names; null: it names none that is known.</summary>
    public static Currency? CurrencyOf(string account) =>
        account.Length == 20 && account.All(char.IsAsciiDigit) && ByDigits.TryGetValue(account[5..8], out var code)
            ? new Currency(code)
            : null;
}
