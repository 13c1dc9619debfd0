using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.Settings;

namespace Crm.Api.Settings;

/// <summary>
/// A merge patch of the settings, at every depth: absent keeps; null puts back to the initial value; lists are replaced as a whole.
/// </summary>
/// <param name="BaseCurrency">ISO 4217.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Languages">ru, en; the first is the default of the company's documents.</param>
/// <param name="Branding">How printed documents look; pictures are put by PUT /settings/branding/logo and /signature.</param>
/// <param name="NumberSeries">
/// By what is numbered: deals, proposals, orders, invoices, shipments, returns, payments, refunds, writeOffs.
/// </param>
/// <param name="Capabilities">By code: false switches off.</param>
/// <param name="WriteOffLimit">
/// Up to which sum a deal's debts may be written off, either way; in the base currency. Zero: nothing is written off.
/// </param>
/// <param name="VatRates">Rates of VAT in percent, 0 to 100, up to 2 decimals; none that products have is taken away.</param>
public sealed record UpdateSettingsBody(
    CompanyProfile? Company = null,
    string? BaseCurrency = null,
    string? TimeZone = null,
    IReadOnlyList<string>? Languages = null,
    WorkingCalendarBody? WorkingCalendar = null,
    IReadOnlyDictionary<string, NumberSeriesBody>? NumberSeries = null,
    IReadOnlyDictionary<string, bool>? Capabilities = null,
    BrandingBody? Branding = null,
    Money? WriteOffLimit = null,
    IReadOnlyList<decimal>? VatRates = null
)
{
    /// <summary>The body that would set what is set already: what a patch is laid over.</summary>
    public static UpdateSettingsBody Of(CompanySettings x) =>
        new(
            x.Profile,
            x.BaseCurrency?.Code,
            x.TimeZone,
            x.Languages,
            new(x.Calendar.WeekDays, x.Calendar.Holidays, x.Calendar.WorkingDates),
            x.Numbers.ToDictionary(s => s.Of, s => new NumberSeriesBody(s.Prefix, s.Digits, s.IsPerYear)),
            Domain.Settings.Capabilities.All.ToDictionary(c => c.Code, c => x.IsOn(c.Code)),
            BrandingBody.Of(x.Branding),
            x.WriteOffLimit,
            x.VatRates
        );

    /// <summary>Lays a merge patch over the settings in force.</summary>
    public static CompanySettings Patched(CompanySettings before, JsonNode patch, CompanySettings initial) =>
        Crm
            .Api.Bodies.Body.Parse<UpdateSettingsBody>(
                JsonSerializer.SerializeToUtf8Bytes(Merge(JsonSerializer.SerializeToNode(Of(before), Wire.Json), patch))
            )
            .Wanted(before, initial);

    private CompanySettings Wanted(CompanySettings before, CompanySettings initial)
    {
        foreach (var code in Capabilities?.Keys ?? [])
            if (Domain.Settings.Capabilities.Find(code) is null)
                throw Unknown("capabilities", code, Domain.Settings.Capabilities.All.Select(x => x.Code));
        foreach (var of in NumberSeries?.Keys ?? [])
            if (initial.Numbers.All(x => x.Of != of))
                throw Unknown("numberSeries", of, initial.Numbers.Select(x => x.Of));
        return new CompanySettings
        {
            Profile = Checked(Company ?? initial.Profile),
            Branding = (Branding ?? new()).Wanted(before.Branding),
            BaseCurrency = BaseCurrency is null ? initial.BaseCurrency : new Currency(BaseCurrency),
            TimeZone = TimeZone ?? initial.TimeZone,
            Languages = Languages is null ? initial.Languages : [.. TextValidation.Most(Languages, "/languages", 10)],
            Calendar = new(
                WorkingCalendar?.WeekDays?.ToImmutableArray() ?? initial.Calendar.WeekDays,
                [.. WorkingCalendar?.Holidays ?? []],
                [.. WorkingCalendar?.WorkingDates ?? []]
            ),
            Numbers = [.. initial.Numbers.Select(x => NumberSeries?.GetValueOrDefault(x.Of) is { } s ? s.Over(x) : x)],
            VatRates = VatRates is null ? initial.VatRates : [.. VatRates],
            Off =
            [
                .. Domain
                    .Settings.Capabilities.All.Select(x => x.Code)
                    .Where(x => Capabilities?.GetValueOrDefault(x, true) == false),
            ],
            WriteOffLimit = WriteOffLimit,
        };
    }

    private static ProblemException Unknown(string member, string name, IEnumerable<string> known) =>
        ProblemException.Member($"/{member}/{name}", "member.unknown", string.Join(", ", known));

    private static CompanyProfile Checked(CompanyProfile x) =>
        new(
            Text(x.Name, "name"),
            Text(x.RegisteredName, "registeredName"),
            Text(x.TaxId, "taxId"),
            Text(x.Address, "address"),
            Text(x.Phone, "phone"),
            Text(x.Email, "email"),
            Text(x.Kpp, "kpp"),
            Text(x.BankName, "bankName"),
            Text(x.Bic, "bic"),
            Text(x.Account, "account"),
            Text(x.CorrespondentAccount, "correspondentAccount")
        );

    private static string? Text(string? text, string member) =>
        TextValidation.Optional(text, "/company/" + member, TextValidation.Title);

    /// <summary>RFC 7396.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();
        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            var kept = merged[name];
            merged.Remove(name);
            if (value is not null)
                merged[name] = Merge(kept, value);
        }

        return merged;
    }
}

/// <summary>On which days the company works.</summary>
/// <param name="WeekDays">Days of an ordinary week.</param>
/// <param name="Holidays">Dates that are off all the same.</param>
/// <param name="WorkingDates">Dates that are worked all the same.</param>
public sealed record WorkingCalendarBody(
    IReadOnlyList<Weekday>? WeekDays = null,
    IReadOnlyList<DateOnly>? Holidays = null,
    IReadOnlyList<DateOnly>? WorkingDates = null
);

/// <summary>How one sort of thing is numbered.</summary>
/// <param name="Prefix">1 to 20 letters, digits and - _ . /, not ending in a digit.</param>
/// <param name="Digits">At least so many, 1 to 12.</param>
/// <param name="PerYear">The year stands in the number, and each year begins with 1; deals are always counted through.</param>
public sealed record NumberSeriesBody(string? Prefix = null, int? Digits = null, bool? PerYear = null)
{
    /// <summary>What is as it ships is not told: then it is no change.</summary>
    internal NumberSeries Over(NumberSeries initial) =>
        new(initial.Of, Prefix ?? initial.Prefix, Digits ?? initial.Digits)
        {
            PerYear = PerYear == initial.IsPerYear ? null : PerYear,
        };
}
