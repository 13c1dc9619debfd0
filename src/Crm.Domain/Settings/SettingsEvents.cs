namespace Crm.Domain.Settings;

/// <summary>The company's own details (реквизиты организации), printed on its documents.</summary>
/// <param name="Name">Short name of the company, as documents show it.</param>
/// <param name="RegisteredName">Full registered name (полное наименование).</param>
/// <param name="TaxId">Tax ID (ИНН), 10 digits for a company, 12 for a sole proprietor.</param>
/// <param name="Address">Registered address (юридический адрес).</param>
/// <param name="Phone">Telephone number, in any format.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Kpp">Registration reason code (КПП), 9 characters.</param>
/// <param name="BankName">Name of the company's bank with its town.</param>
/// <param name="Bic">Bank identification code (БИК), 9 digits.</param>
/// <param name="Account">Bank account of the company (расчётный счёт), 20 digits.</param>
/// <param name="CorrespondentAccount">Correspondent account of the bank (корреспондентский счёт), 20 digits.</param>
public sealed record CompanyProfile(
    string? Name = null,
    string? RegisteredName = null,
    [property: Identifier(IsNumber = true)] string? TaxId = null,
    [SeveralLines] string? Address = null,
    [property: Identifier] string? Phone = null,
    [property: Identifier] string? Email = null,
    [property: Identifier(IsNumber = true)] string? Kpp = null,
    string? BankName = null,
    [property: Identifier(IsNumber = true)] string? Bic = null,
    [property: Identifier(IsNumber = true)] string? Account = null,
    [property: Identifier(IsNumber = true)] string? CorrespondentAccount = null
);

// Each event contains the whole new value of one setting; the author is in the event's metadata.
public sealed record CompanyProfileChanged(CompanyProfile Profile) : DomainEvent;

public sealed record BaseCurrencyChanged(Currency Currency) : DomainEvent;

public sealed record TimeZoneChanged(string TimeZone) : DomainEvent;

public sealed record CountryChanged(string Country) : DomainEvent;

public sealed record LanguagesChanged(ImmutableArray<string> Languages) : DomainEvent;

public sealed record WorkingCalendarChanged(WorkingCalendar Calendar) : DomainEvent;

public sealed record NumberSeriesChanged(NumberSeries Series) : DomainEvent;

public sealed record WriteOffLimitChanged(Money? Limit) : DomainEvent;

public sealed record VatRatesChanged(ImmutableArray<decimal> Rates) : DomainEvent;

/// <param name="LimitPercent">Share of the document's net, in percent; counts under the rule <c>limit</c>.</param>
public sealed record FreeTextLinesChanged(FreeTextLines Rule, decimal LimitPercent) : DomainEvent;

/// <param name="Rate">Percent; null: any rate may be chosen for lines without a product.</param>
public sealed record DefaultVatRateChanged(decimal? Rate) : DomainEvent;

public sealed record BalancedNeedsShipmentChanged(bool Needed) : DomainEvent;

public sealed record StatementFormatsChanged(ImmutableArray<StatementColumns> Formats) : DomainEvent;

/// <summary>The end of the closed books was moved.</summary>
/// <param name="Until">The last closed day, in the company's time zone.</param>
public sealed record BooksClosed(DateOnly Until, Personal? Reason) : DomainEvent;

public sealed record BankAccountsChanged(ImmutableArray<BankAccount> Accounts) : DomainEvent;

public sealed record PayToDefaultAccountChanged(bool Pays) : DomainEvent;

public sealed record CapabilitySwitched(string Capability, bool On) : DomainEvent;
