namespace Crm.Domain.Settings;

/// <summary>What the company calls itself; printed on documents.</summary>
public sealed record CompanyProfile(string? Name = null, string? RegisteredName = null, string? TaxId = null, string? Address = null, string? Phone = null, string? Email = null);

// Each fact tells the whole new value of one setting; its author stands in the fact's metadata.
public sealed record CompanyProfileChanged(CompanyProfile Profile) : Fact;
public sealed record BaseCurrencyChanged(Currency Currency) : Fact;
public sealed record TimeZoneChanged(string TimeZone) : Fact;
public sealed record LanguagesChanged(ImmutableArray<string> Languages) : Fact;
public sealed record WorkingCalendarChanged(WorkingCalendar Calendar) : Fact;
public sealed record NumberSeriesChanged(NumberSeries Series) : Fact;
public sealed record CapabilitySwitched(string Capability, bool On) : Fact;
