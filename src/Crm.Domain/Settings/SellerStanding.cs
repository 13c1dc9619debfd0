namespace Crm.Domain.Settings;

/// <summary>Which of its own details a company has on file: documents that it issues name them.</summary>
/// <param name="Settings">The settings in force.</param>
public sealed record SellerStanding(CompanySettings Settings, Currency BaseCurrency)
{
    public bool HasName => IsFilled(Settings.Profile.RegisteredName) || IsFilled(Settings.Profile.Name);

    public bool HasTaxId => IsFilled(Settings.Profile.TaxId);

    public bool HasAddress => IsFilled(Settings.Profile.Address);

    /// <summary>Currencies of the company's accounts, each once.</summary>
    public IEnumerable<string> Currencies =>
        Settings.Accounts(BaseCurrency).Select(account => account.Currency.Code).Distinct();

    public bool HasAccountFor(Currency currency) => Settings.AccountFor(currency, BaseCurrency) is not null;

    private static bool IsFilled(string? text) => !string.IsNullOrWhiteSpace(text);
}
