namespace Crm.Domain.Settings;

/// <summary>What the company calls itself, and where it is paid; printed on documents.</summary>
/// <param name="Kpp">Code of the reason of registration: 9 characters.</param>
/// <param name="BankName">The payee's bank, with its town.</param>
/// <param name="Bic">Code of the bank: 9 digits.</param>
/// <param name="Account">Account of the company: 20 digits.</param>
/// <param name="CorrespondentAccount">Account of the bank: 20 digits.</param>
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

// Each fact tells the whole new value of one setting; its author stands in the fact's metadata.
public sealed record CompanyProfileChanged(CompanyProfile Profile) : Fact;

public sealed record BaseCurrencyChanged(Currency Currency) : Fact;

public sealed record TimeZoneChanged(string TimeZone) : Fact;

public sealed record LanguagesChanged(ImmutableArray<string> Languages) : Fact;

public sealed record WorkingCalendarChanged(WorkingCalendar Calendar) : Fact;

public sealed record NumberSeriesChanged(NumberSeries Series) : Fact;

public sealed record WriteOffLimitChanged(Money? Limit) : Fact;

public sealed record VatRatesChanged(ImmutableArray<decimal> Rates) : Fact;

public sealed record CapabilitySwitched(string Capability, bool On) : Fact;
