using System.Text.Json.Serialization;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Settings;

/// <summary>The company's settings.</summary>
/// <param name="Company">The company's own details (реквизиты организации), printed on documents.</param>
/// <param name="BaseCurrency">Base currency, ISO 4217: used for deals without amounts and for totals.</param>
/// <param name="TimeZone">IANA name of the time zone in which business days begin and end.</param>
/// <param name="Languages">Languages of the company's documents; the first is the default.</param>
/// <param name="WorkingCalendar">The company's working days.</param>
/// <param name="Branding">Colour, standing texts, signatory and pictures of printed documents.</param>
/// <param name="NumberSeries">
/// Number formats per type of document: deals, proposals, orders, invoices, shipments, returns, payments, refunds, writeOffs.
/// </param>
/// <param name="Capabilities">
/// Capabilities by code: <c>true</c> when switched on. GET /settings/capabilities lists their titles and dependencies.
/// </param>
/// <param name="WriteOffLimit">
/// Largest sum of debts that may be written off per deal, in the base currency, for debts of the client and debts to the client.
/// </param>
/// <param name="UpdatedAt">Time of the last change; null when the settings were never changed.</param>
/// <param name="Version">Version: number of events of the settings so far; the <c>n</c> of the ETag.</param>
public sealed record SettingsAnswer(
    CompanyProfile Company,
    string BaseCurrency,
    string TimeZone,
    [property: ValuesOf(typeof(DocumentLanguage))] IReadOnlyList<string> Languages,
    WorkingCalendarAnswer WorkingCalendar,
    BrandingAnswer Branding,
    IReadOnlyDictionary<string, NumberSeriesAnswer> NumberSeries,
    IReadOnlyDictionary<string, bool> Capabilities,
    Money WriteOffLimit,
    DateTimeOffset? UpdatedAt,
    int Version
)
{
    /// <summary>Country of clients' tax IDs that name none, ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = "";

    /// <summary>VAT rates (ставки НДС) in percent; exempt from VAT (без НДС) is always available.</summary>
    public IReadOnlyList<decimal> VatRates { get; init; } = [];

    /// <summary>
    /// VAT rate in percent of lines without a product and of invoices for an amount without an order; another one needs the
    /// permission `vat.choose`. Null: any rate may be chosen, and such invoices are without VAT unless they state a rate.
    /// </summary>
    public decimal? DefaultVatRate { get; init; }

    /// <summary>Whether lines without a product need approval when the caller has a discount limit.</summary>
    public FreeTextLines FreeTextLines { get; init; }

    /// <summary>
    /// Largest share of lines without a product in a document's net, in percent, that needs no approval under the rule `limit`.
    /// </summary>
    public decimal FreeTextLimitPercent { get; init; }

    /// <summary>
    /// Last day of the closed books (закрытый период), in the company's time zone: money and goods happen after it. Null when the books
    /// were never closed. POST /settings/books moves it.
    /// </summary>
    public DateOnly? BooksClosedUntil { get; init; }

    /// <summary>How tables of banks and programs are read, by name.</summary>
    public IReadOnlyList<StatementFormatBody> StatementFormats { get; init; } = [];

    /// <summary><c>true</c> when deals of kinds with the gate `balanced` are won only after something was shipped.</summary>
    public bool BalancedNeedsShipment { get; init; }

    /// <summary>The company's bank accounts (расчётные счета): clients pay to them, and statements of them are read.</summary>
    public IReadOnlyList<BankAccount> BankAccounts { get; init; } = [];

    /// <summary><c>true</c> when an invoice without an account in its currency names the default account.</summary>
    public bool PayToDefaultAccount { get; init; }

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
            Country = x.Country,
            VatRates = x.VatRates,
            DefaultVatRate = x.Prices.DefaultVatRate,
            FreeTextLines = x.Prices.FreeTextLines,
            FreeTextLimitPercent = x.Prices.FreeTextLimitPercent,
            BooksClosedUntil = x.BooksClosedUntil,
            StatementFormats = [.. x.StatementFormats.Select(StatementFormatBody.Of)],
            BalancedNeedsShipment = x.BalancedNeedsShipment,
            BankAccounts = x.Accounts(x.BaseCurrency!.Value),
            PayToDefaultAccount = x.PayToDefaultAccount,
        };
    }

    public Reply Reply() => Crm.Api.RequestPipeline.Reply.Ok(this, Version);

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, Version);
}

/// <summary>The company's working days (производственный календарь).</summary>
/// <param name="WeekDays">Working days of an ordinary week.</param>
/// <param name="Holidays">Dates that are days off although their weekday is a working day.</param>
/// <param name="WorkingDates">
/// Dates that are working days although their weekday is a day off, such as a Saturday moved by decree.
/// </param>
public sealed record WorkingCalendarAnswer(
    IReadOnlyList<Weekday> WeekDays,
    IReadOnlyList<DateOnly> Holidays,
    IReadOnlyList<DateOnly> WorkingDates
);

/// <summary>
/// Format of the numbers of one type of document: the prefix, the year and a hyphen when numbers are counted per year, then the
/// number.
/// </summary>
/// <param name="Prefix">Text before the number, such as <c>INV-</c>.</param>
/// <param name="Digits">Minimum number of digits; shorter numbers get leading zeros.</param>
/// <param name="PerYear"><c>true</c> when numbers contain the year and start from 1 each year.</param>
public sealed record NumberSeriesAnswer(string Prefix, int Digits, bool PerYear);

/// <summary>A capability of the product that the company can switch on or off.</summary>
/// <param name="On"><c>true</c> when the capability is switched on.</param>
/// <param name="Needs">Codes of the capabilities that must be on for this one to be on.</param>
/// <param name="Checks">Codes of the checks in published deal kinds that depend on the capability.</param>
public sealed record CapabilityAnswer(
    string Code,
    string Title,
    bool On,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Checks
);
