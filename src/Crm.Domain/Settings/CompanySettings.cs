namespace Crm.Domain.Settings;

/// <summary>How the company has set the product up. What nobody ever changed stands at its initial value.</summary>
public sealed record CompanySettings
{
    /// <summary>Of the base currency: kopecks of rounding and bank fees, no more.</summary>
    public const decimal InitialWriteOffLimit = 100;

    public static CompanySettings Initial { get; } = new();

    public CompanyProfile Profile { get; init; } = new();

    public Branding Branding { get; init; } = Branding.Initial;

    /// <summary>Null: as the host's configuration says.</summary>
    public Currency? BaseCurrency { get; init; }

    /// <summary>IANA name; null: as the host's configuration says.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Languages of the company's documents; the first is the default.</summary>
    public ImmutableArray<string> Languages { get; init; } = ["ru", "en"];

    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Initial;

    public ImmutableArray<NumberSeries> Numbers { get; init; } = NumberSeries.Initial;

    /// <summary>Rates of VAT in percent, in order; exempt is always there.</summary>
    public ImmutableArray<decimal> VatRates { get; init; } = Catalog.VatRates.Initial;

    /// <summary>Codes of the capabilities that are off, in the order of the list.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    /// <summary>Null: the initial limit, in whatever the base currency is.</summary>
    public Money? WriteOffLimit { get; init; }

    /// <summary>The limit in force: up to which sum a deal's debts may be written off, either way.</summary>
    public Money WriteOffLimitIn(Currency baseCurrency) =>
        WriteOffLimit ?? new Money(InitialWriteOffLimit, baseCurrency);

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
            LanguagesChanged f => before with { Languages = f.Languages },
            WorkingCalendarChanged f => before with { Calendar = f.Calendar },
            NumberSeriesChanged f => before with
            {
                Numbers = [.. before.Numbers.Select(x => x.Of == f.Series.Of ? f.Series : x)],
            },
            WriteOffLimitChanged f => before with { WriteOffLimit = f.Limit },
            VatRatesChanged f => before with { VatRates = f.Rates },
            CapabilitySwitched f => before.Switched(f.Capability, f.On),
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no settings know"
            ),
        };
}
