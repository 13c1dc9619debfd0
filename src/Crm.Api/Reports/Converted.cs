using Crm.Domain.Currencies;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>
/// The currency that a report is asked to convert into, with the rates that it takes. A day is the company's, whatever time zone the
/// report's own days are in: a rate is of one day and not of two.
/// </summary>
public sealed class Converted(Currency into, RateBook rates, TimeZoneInfo zone)
{
    public static readonly Param[] Parameters =
    [
        new Param(
            "currency",
            "string",
            "Adds sums converted into this currency (ISO 4217); `base` selects the company's base currency.",
            "RUB"
        ).Checked(http => CurrencyOf(http)),
        new Param(
            "knownAt",
            "date-time",
            "Uses only exchange rates recorded up to this instant; requires `currency`. Events of deals are "
                + "all that are known now.",
            "2026-02-01T00:00:00Z"
        ).Checked(http =>
        {
            Query.Instant(http, "knownAt");
            CurrencyOf(http);
        }),
    ];

    /// <summary>The instants at which some rate changes, in order.</summary>
    public DateTimeOffset[] Starts { get; } = [.. rates.Days.Select(x => Months.Start(x, zone))];

    public ConvertedSum Nothing => new(into);

    /// <summary>The conversion of an instant.</summary>
    public Conversion? At(string currency, DateTimeOffset at) =>
        rates.Of(new(currency), into, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime));

    /// <summary>The conversion of a place among <see cref="Starts"/>, as the database counts them.</summary>
    public Conversion? In(string currency, int place) =>
        place == 0
            ? rates.Of(new(currency), into, DateOnly.MinValue)
            : rates.Of(new(currency), into, rates.Days[place - 1]);

    /// <summary>What the request asks for; null when it asks for no conversion.</summary>
    /// <param name="currencies">The currencies that there is something in.</param>
    /// <param name="until">The last instant that is converted.</param>
    /// <param name="one">Only that instant.</param>
    public static async Task<Converted?> Of(
        HttpContext http,
        Company company,
        RateQuery query,
        IEnumerable<string> currencies,
        DateTimeOffset until,
        bool one
    )
    {
        if (Currency(http, company) is not { } into)
            return null;
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, company.TimeZone).DateTime);
        return new(
            into,
            await query.Load(
                currencies.Select(x => new Currency(x)).Append(into),
                company.BaseCurrency,
                last,
                Query.Instant(http, "knownAt"),
                one,
                http.RequestAborted
            ),
            company.TimeZone
        );
    }

    private static Currency? CurrencyOf(HttpContext http) =>
        Currency(http, http.RequestServices.GetRequiredService<Company>());

    /// <summary>Looked at before anything is read.</summary>
    public static Currency? Currency(HttpContext http, Company company)
    {
        var into = Query.Text(http, "currency") == "base" ? company.BaseCurrency : Query.Currency(http);
        return into is null && Query.Instant(http, "knownAt") is not null
            ? throw ProblemException.Parameter("knownAt", "parameter.conflict", "only with currency")
            : into;
    }
}
