using System.Text.Json.Serialization;

namespace Crm.Domain.Settings;

/// <summary>Settings of the company. Settings that were never changed have their initial value.</summary>
public sealed record CompanySettings
{
    /// <summary>In the base currency: enough for rounding differences and bank fees.</summary>
    public const decimal InitialWriteOffLimit = 100;

    public static CompanySettings Initial { get; } = new();

    public CompanyProfile Profile { get; init; } = new();

    public Branding Branding { get; init; } = Branding.Initial;

    /// <summary>Null: from the host's configuration.</summary>
    public Currency? BaseCurrency { get; init; }

    /// <summary>IANA name; null: from the host's configuration.</summary>
    public string? TimeZone { get; init; }

    /// <summary>ISO 3166-1: the country of clients' tax ids that name none.</summary>
    public string Country { get; init; } = Countries.Russia;

    /// <summary>Languages of the company's documents; the first is the default.</summary>
    public ImmutableArray<string> Languages { get; init; } = ["ru", "en"];

    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Initial;

    public ImmutableArray<NumberSeries> Numbers { get; init; } = NumberSeries.Initial;

    /// <summary>The last day of the closed books, in the company's time zone; null: they were never closed.</summary>
    public DateOnly? BooksClosedUntil { get; init; }

    /// <summary>VAT rates in percent, in order; exempt is always allowed.</summary>
    public ImmutableArray<decimal> VatRates { get; init; } = Catalog.VatRates.Initial;

    /// <summary>Codes of the capabilities that are off, in the order of the catalogue.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    /// <summary>Rules for lines that the catalogue does not price.</summary>
    public PricePolicy Prices { get; init; } = PricePolicy.Initial;

    /// <summary>Deals of kinds with the gate <c>balanced</c> are won only when something was shipped.</summary>
    public bool BalancedNeedsShipment { get; init; }

    /// <summary>
    /// The company's accounts. Null: never set, then there is the one of <see cref="Profile"/>, if it has one
    /// (<see cref="Accounts"/>).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<BankAccount>? BankAccounts { get; init; }

    /// <summary>An invoice without an account in its currency names the default account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PayToDefaultAccount { get; init; }

    /// <summary>Null: the initial limit, in the base currency.</summary>
    public Money? WriteOffLimit { get; init; }

    /// <summary>The limit in force for write-offs per deal, for debts of either side.</summary>
    public Money WriteOffLimitIn(Currency baseCurrency) =>
        WriteOffLimit ?? new Money(InitialWriteOffLimit, baseCurrency);

    /// <summary>The company's accounts, also the one from before it could have several.</summary>
    public ImmutableArray<BankAccount> Accounts(Currency baseCurrency) =>
        BankAccounts ?? (BankAccount.Of(Profile, baseCurrency) is { } single ? [single] : []);

    /// <summary>The account that an invoice in a currency names; null: there is none to pay to.</summary>
    public BankAccount? AccountFor(Currency currency, Currency baseCurrency)
    {
        var accounts = Accounts(baseCurrency).OrderByDescending(account => account.IsDefault).ToArray();
        return accounts.FirstOrDefault(account => account.Currency == currency)
            ?? (PayToDefaultAccount ? accounts.FirstOrDefault() : null);
    }

    /// <summary>Formats of the tables that the company's banks and programs write, by name.</summary>
    public ImmutableArray<StatementColumns> StatementFormats { get; init; } = [];

    /// <summary>The company's own bank accounts, in the form in which accounts are compared.</summary>
    public ImmutableHashSet<string> OwnAccounts =>
        (BankAccounts?.Select(account => account.Account) ?? [Profile.Account])
            .Select(AccountNumber.Normalize)
            .OfType<string>()
            .ToImmutableHashSet();

    public bool IsOn(string capability) => !Off.Contains(capability);

    public NumberSeries Series(string of) => Numbers.First(x => x.Of == of);

    public CompanySettings Switched(string capability, bool on) =>
        this with
        {
            Off = [.. Capabilities.All.Select(x => x.Code).Where(x => x == capability ? !on : !IsOn(x))],
        };

    /// <summary>Folds one event; total.</summary>
    public static CompanySettings Evolve(CompanySettings before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            CompanyProfileChanged f => before with { Profile = f.Profile },
            CompanyBrandingChanged f => before with { Branding = f.Branding },
            BaseCurrencyChanged f => before with { BaseCurrency = f.Currency },
            TimeZoneChanged f => before with { TimeZone = f.TimeZone },
            CountryChanged f => before with { Country = f.Country },
            LanguagesChanged f => before with { Languages = f.Languages },
            WorkingCalendarChanged f => before with { Calendar = f.Calendar },
            NumberSeriesChanged f => before with
            {
                Numbers = [.. before.Numbers.Select(x => x.Of == f.Series.Of ? f.Series : x)],
            },
            WriteOffLimitChanged f => before with { WriteOffLimit = f.Limit },
            VatRatesChanged f => before with { VatRates = f.Rates },
            FreeTextLinesChanged f => before with
            {
                Prices = before.Prices with { FreeTextLines = f.Rule, FreeTextLimitPercent = f.LimitPercent },
            },
            DefaultVatRateChanged f => before with { Prices = before.Prices with { DefaultVatRate = f.Rate } },
            BalancedNeedsShipmentChanged f => before with { BalancedNeedsShipment = f.Needed },
            StatementFormatsChanged f => before with { StatementFormats = f.Formats },
            BooksClosed f => before with { BooksClosedUntil = f.Until },
            BankAccountsChanged f => before with { BankAccounts = f.Accounts },
            PayToDefaultAccountChanged f => before with { PayToDefaultAccount = f.Pays },
            CapabilitySwitched f => before.Switched(f.Capability, f.On),
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no settings know"
            ),
        };
}
