namespace Crm.Domain.Settings;

/// <summary>Name, registration and bank details of the company, as printed on documents.</summary>
/// <param name="Kpp">Reason code for registration (КПП): 9 characters.</param>
/// <param name="BankName">The company's bank, with its town.</param>
/// <param name="Bic">BIC of the bank: 9 digits.</param>
/// <param name="Account">Account of the company: 20 digits.</param>
/// <param name="CorrespondentAccount">Correspondent account of the bank: 20 digits.</param>
public sealed record CompanyProfile(
    string? Name = null,
    string? RegisteredName = null,
    string? TaxId = null,
    string? Address = null,
    string? Phone = null,
    string? Email = null,
    string? Kpp = null,
    string? BankName = null,
    string? Bic = null,
    string? Account = null,
    string? CorrespondentAccount = null
);

// Each event contains the whole new value of one setting; the author is in the event's metadata.
public sealed record CompanyProfileChanged(CompanyProfile Profile) : DomainEvent;

public sealed record BaseCurrencyChanged(Currency Currency) : DomainEvent;

public sealed record TimeZoneChanged(string TimeZone) : DomainEvent;

public sealed record LanguagesChanged(ImmutableArray<string> Languages) : DomainEvent;

public sealed record WorkingCalendarChanged(WorkingCalendar Calendar) : DomainEvent;

public sealed record NumberSeriesChanged(NumberSeries Series) : DomainEvent;

public sealed record WriteOffLimitChanged(Money? Limit) : DomainEvent;

public sealed record VatRatesChanged(ImmutableArray<decimal> Rates) : DomainEvent;

public sealed record CapabilitySwitched(string Capability, bool On) : DomainEvent;
