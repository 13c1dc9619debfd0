using System.Text.Json.Serialization;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Settings;

/// <summary>How the company has set the product up.</summary>
/// <param name="BaseCurrency">ISO 4217: of deals without money, and of totals.</param>
/// <param name="TimeZone">IANA name: days end and begin in it.</param>
/// <param name="Languages">Languages of the company's documents; the first is the default.</param>
/// <param name="Branding">How printed documents look, and what they always say.</param>
/// <param name="NumberSeries">
/// By what is numbered: deals, proposals, orders, invoices, shipments, returns, payments, refunds, writeOffs.
/// </param>
/// <param name="Capabilities">By code: true is on. GET /settings/capabilities tells titles and dependencies.</param>
/// <param name="WriteOffLimit">Up to which sum a deal's debts may be written off, either way.</param>
/// <param name="UpdatedAt">When a setting was last changed; null: never.</param>
/// <param name="Version">The n of the ETag: events so far.</param>
public sealed record SettingsAnswer(
    CompanyProfile Company,
    string BaseCurrency,
    string TimeZone,
    IReadOnlyList<string> Languages,
    WorkingCalendarAnswer WorkingCalendar,
    BrandingAnswer Branding,
    IReadOnlyDictionary<string, NumberSeriesAnswer> NumberSeries,
    IReadOnlyDictionary<string, bool> Capabilities,
    Money WriteOffLimit,
    DateTimeOffset? UpdatedAt,
    int Version
)
{
    /// <summary>Rates of VAT in percent, in order; exempt is always there.</summary>
    public IReadOnlyList<decimal> VatRates { get; init; } = [];

    public static SettingsAnswer Of(Company company, SettingsDocument document)
    {
        var x = company.Over(document.State);
        return new(
            x.Profile,
            x.BaseCurrency!.Value.Code,
            x.TimeZone!,
            x.Languages,
            new(x.Calendar.WeekDays, x.Calendar.Holidays, x.Calendar.WorkingDates),
            BrandingAnswer.Of(x.Branding),
            x.Numbers.ToDictionary(s => s.Of, s => new NumberSeriesAnswer(s.Prefix, s.Digits, s.IsPerYear)),
            Domain.Settings.Capabilities.All.ToDictionary(c => c.Code, c => x.IsOn(c.Code)),
            x.WriteOffLimitIn(x.BaseCurrency!.Value),
            document.UpdatedAt,
            document.Version
        )
        {
            VatRates = x.VatRates,
        };
    }

    public Reply Reply() => Crm.Api.RequestPipeline.Reply.Ok(this, ETags.OfBody(Version, this));

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, ETags.OfBody(Version, this));
}

/// <summary>On which days the company works.</summary>
/// <param name="WeekDays">Days of an ordinary week.</param>
/// <param name="Holidays">Dates that are off all the same.</param>
/// <param name="WorkingDates">Dates that are worked all the same: a Saturday moved by decree.</param>
public sealed record WorkingCalendarAnswer(
    IReadOnlyList<Weekday> WeekDays,
    IReadOnlyList<DateOnly> Holidays,
    IReadOnlyList<DateOnly> WorkingDates
);

/// <summary>
/// How one sort of thing is numbered: the prefix, the year and a hyphen where it counts per year, then at least so many digits.
/// </summary>
public sealed record NumberSeriesAnswer(string Prefix, int Digits, bool PerYear);

/// <summary>Something that the product can do and the company may switch off.</summary>
/// <param name="Needs">Codes of the capabilities without which this one cannot be on.</param>
/// <param name="Checks">Codes of the checks, of published kinds, that ask for it.</param>
public sealed record CapabilityAnswer(
    string Code,
    string Title,
    bool On,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Checks
);
