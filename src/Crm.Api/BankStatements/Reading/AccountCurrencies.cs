using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>The currencies of own accounts, for statements that do not tell theirs.</summary>
/// <param name="Home">The currency of accounts of which nothing tells another.</param>
/// <param name="Own">The company's accounts in the form in which accounts are compared.</param>
internal sealed record AccountCurrencies(Currency Home, IReadOnlyDictionary<string, Currency> Own)
{
    public static AccountCurrencies From(CompanySettings settings, Currency home) =>
        new(
            home,
            settings
                .Accounts(home)
                .Where(account => AccountNumber.Normalize(account.Account) is not null)
                .ToLookup(account => AccountNumber.Normalize(account.Account)!, account => account.Currency)
                .ToDictionary(account => account.Key, account => account.First(), StringComparer.Ordinal)
        );

    /// <summary>What the number itself names comes first, then what the company says of the account.</summary>
    public Currency Of(string account) =>
        BankAccount.CurrencyOf(account) is { } named ? named
        : Own.TryGetValue(account, out var told) ? told
        : StatementValues.IsOfKazakhstan(account) ? new("KZT")
        : Home;
}
