using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.Settings;

/// <summary>
/// Changes the settings; a merge patch at every depth: an omitted member stays, null restores the initial value, lists are
/// replaced as a whole.
/// </summary>
/// <param name="Company">The company's own details (реквизиты организации), printed on documents.</param>
/// <param name="BaseCurrency">Base currency, ISO 4217: used for deals without amounts and for totals.</param>
/// <param name="TimeZone">IANA name of the time zone in which business days begin and end.</param>
/// <param name="Languages">Languages of the company's documents; the first is the default.</param>
/// <param name="WorkingCalendar">The company's working days.</param>
/// <param name="NumberSeries">
/// Number formats per type of document: deals, proposals, orders, invoices, shipments, returns, payments, refunds, writeOffs.
/// </param>
/// <param name="Capabilities">Capabilities by code: <c>true</c> switches on, <c>false</c> switches off.</param>
/// <param name="Branding">
/// Appearance and standing texts of printed documents. Pictures are set by PUT /settings/branding/logo and /signature.
/// </param>
/// <param name="WriteOffLimit">
/// Largest sum of debts that may be written off per deal, in the base currency; zero: nothing may be written off.
/// </param>
/// <param name="VatRates">
/// VAT rates (ставки НДС) in percent, 0 to 100, up to 2 decimals; a rate that products have cannot be removed.
/// </param>
/// <param name="DefaultVatRate">
/// VAT rate in percent of lines without a product and of invoices for an amount without an order, one of vatRates; another one then
/// needs the permission `vat.choose`. Null: any rate may be chosen, and such invoices are without VAT unless they state a rate.
/// </param>
/// <param name="FreeTextLines">Whether lines without a product need approval when the caller has a discount limit.</param>
/// <param name="FreeTextLimitPercent">
/// Largest share of lines without a product in a document's net, in percent, that needs no approval under the rule `limit`: 0 to
/// 100, up to 2 decimals.
/// </param>
/// <param name="BalancedNeedsShipment">
/// <c>true</c>: deals of kinds with the gate `balanced` are won only after something was shipped.
/// </param>
/// <param name="StatementFormats">
/// How tables of banks and programs are read, by name: a format of one of the company's own accounts says what columns contain and whose
/// debit they show. The whole list.
/// </param>
/// <param name="Country">Country of clients' tax IDs that name none, ISO 3166-1 alpha-2.</param>
/// <param name="BankAccounts">
/// The company's bank accounts, replaced as a whole; null: the one of `company`. One is the default, the first when none is marked.
/// </param>
/// <param name="PayToDefaultAccount">
/// <c>true</c>: an invoice without an account in its currency names the default account; else it is refused.
/// </param>
public sealed record UpdateSettingsBody(
    CompanyProfile? Company = null,
    [property: Identifier] string? BaseCurrency = null,
    string? TimeZone = null,
    [property: ValuesOf(typeof(DocumentLanguage))] IReadOnlyList<string>? Languages = null,
    WorkingCalendarBody? WorkingCalendar = null,
    IReadOnlyDictionary<string, NumberSeriesBody>? NumberSeries = null,
    IReadOnlyDictionary<string, bool>? Capabilities = null,
    BrandingBody? Branding = null,
    Money? WriteOffLimit = null,
    IReadOnlyList<decimal>? VatRates = null,
    decimal? DefaultVatRate = null,
    FreeTextLines? FreeTextLines = null,
    decimal? FreeTextLimitPercent = null,
    bool? BalancedNeedsShipment = null,
    [property: Identifier] string? Country = null,
    IReadOnlyList<BankAccount>? BankAccounts = null,
    bool? PayToDefaultAccount = null,
    IReadOnlyList<StatementFormatBody>? StatementFormats = null
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
            x.VatRates,
            x.Prices.DefaultVatRate,
            x.Prices.FreeTextLines,
            x.Prices.FreeTextLimitPercent,
            x.BalancedNeedsShipment,
            x.Country,
            x.BankAccounts,
            x.PayToDefaultAccount,
            [.. x.StatementFormats.Select(StatementFormatBody.Of)]
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
            Country = Country ?? initial.Country,
            Languages = Languages is null ? initial.Languages : [.. TextValidation.Most(Languages, "/languages", 10)],
            Calendar = new(
                WorkingCalendar?.WeekDays?.ToImmutableArray() ?? initial.Calendar.WeekDays,
                [.. WorkingCalendar?.Holidays ?? []],
                [.. WorkingCalendar?.WorkingDates ?? []]
            ),
            Numbers = [.. initial.Numbers.Select(x => NumberSeries?.GetValueOrDefault(x.Of) is { } s ? s.Over(x) : x)],
            VatRates = VatRates is null ? initial.VatRates : [.. VatRates],
            Prices = new(
                FreeTextLines ?? initial.Prices.FreeTextLines,
                FreeTextLimitPercent ?? initial.Prices.FreeTextLimitPercent,
                DefaultVatRate
            ),
            BalancedNeedsShipment = BalancedNeedsShipment ?? initial.BalancedNeedsShipment,
            Off =
            [
                .. Domain
                    .Settings.Capabilities.All.Select(x => x.Code)
                    .Where(x => Capabilities?.GetValueOrDefault(x, true) == false),
            ],
            WriteOffLimit = WriteOffLimit,
            BankAccounts = BankAccounts is null ? initial.BankAccounts : Checked(BankAccounts),
            PayToDefaultAccount = PayToDefaultAccount ?? initial.PayToDefaultAccount,
            StatementFormats =
            [
                .. TextValidation
                    .Most(StatementFormats ?? [], "/statementFormats", StatementFormatRule.MostFormats)
                    .Select((format, at) => format.Wanted($"/statementFormats/{at}")),
            ],
        };
    }

    private static ProblemException Unknown(string member, string name, IEnumerable<string> known) =>
        ProblemException.Member($"/{member}/{name}", "member.unknown", Phrase.Data(known));

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

    private static ImmutableArray<BankAccount> Checked(IReadOnlyList<BankAccount> accounts) =>
        [
            .. TextValidation
                .Most(accounts, "/bankAccounts", 50)
                .Select(
                    (account, i) =>
                        account with
                        {
                            Account = account.Account.Replace(" ", "", StringComparison.Ordinal),
                            BankName = Optional(account.BankName, i, "bankName"),
                            Bic = Optional(account.Bic, i, "bic"),
                            CorrespondentAccount = Optional(account.CorrespondentAccount, i, "correspondentAccount"),
                            IsDefault = account.IsDefault || (i == 0 && accounts.All(other => !other.IsDefault)),
                        }
                ),
        ];

    private static string? Optional(string? text, int i, string member) =>
        TextValidation.Optional(text, $"/bankAccounts/{i}/{member}", TextValidation.Title);

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

/// <summary>The company's working days (производственный календарь).</summary>
/// <param name="WeekDays">Working days of an ordinary week.</param>
/// <param name="Holidays">Dates that are days off although their weekday is a working day.</param>
/// <param name="WorkingDates">
/// Dates that are working days although their weekday is a day off, such as a Saturday moved by decree.
/// </param>
public sealed record WorkingCalendarBody(
    IReadOnlyList<Weekday>? WeekDays = null,
    IReadOnlyList<DateOnly>? Holidays = null,
    IReadOnlyList<DateOnly>? WorkingDates = null
);

/// <summary>Format of the numbers of one type of document.</summary>
/// <param name="Prefix">Text before the number: 1 to 20 letters, digits and <c>-_./</c>, not ending in a digit.</param>
/// <param name="Digits">Minimum number of digits, 1 to 12; shorter numbers get leading zeros.</param>
/// <param name="PerYear"><c>true</c> puts the year into the number and starts from 1 each year; not available for deals.</param>
public sealed record NumberSeriesBody(string? Prefix = null, int? Digits = null, bool? PerYear = null)
{
    /// <summary>What is as it ships is not told: then it is no change.</summary>
    internal NumberSeries Over(NumberSeries initial) =>
        new(initial.Of, Prefix ?? initial.Prefix, Digits ?? initial.Digits)
        {
            PerYear = PerYear == initial.IsPerYear ? null : PerYear,
        };
}
