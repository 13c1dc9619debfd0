using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>Parameters that reports have in common.</summary>
public static class ReportInput
{
    public static readonly Param Kind = new Param(
        "kind",
        "string",
        "Code of a deal kind, or * for all kinds; the default kind when omitted.",
        "standard-sale"
    ).Checked(http => KindOf(http, Registry(http)));
    public static readonly Param OneKind = new Param(
        "kind",
        "string",
        "Code of a deal kind; the default kind when omitted.",
        "standard-sale"
    ).Checked(http => OneKindOf(http, Registry(http)));
    public static readonly Param[] Period =
    [
        new Param(
            "from",
            "string",
            "Start of the period, inclusive: a date (a whole day in timeZone) or an instant. Unlimited when "
                + "omitted.",
            "2026-01-01"
        ).Checked(http => Edge(http, "from", Query.Text(http, "from"), TimeZoneInfo.Utc, 0)),
        new Param(
            "to",
            "string",
            "End of the period: a date (inclusive, a whole day in timeZone) or an instant (exclusive). Unlimited "
                + "when omitted.",
            "2026-03-31"
        ).Checked(http =>
        {
            Edge(http, "to", Query.Text(http, "to"), TimeZoneInfo.Utc, 1);
            PeriodOf(http, TimeZone(http, CompanyOf(http)));
        }),
        new Param(
            "timeZone",
            "string",
            "IANA name of the time zone of the dates; the company's time zone when omitted.",
            "Europe/Moscow"
        ).Checked(http => TimeZone(http, CompanyOf(http))),
        new(
            "asOf",
            "date-time",
            "Ignores events with a business time after this instant; the current time when omitted.",
            "2026-01-31T21:00:00Z"
        ),
    ];

    /// <summary>The one kind asked for.</summary>
    public static string OneKindOf(HttpContext http, KindRegistry kinds) =>
        KindOf(http, kinds) ?? throw Query.Invalid("kind", "one kind; all of them are at /reports/sales-funnels");

    private static KindRegistry Registry(HttpContext http) => http.RequestServices.GetRequiredService<KindRegistry>();

    private static Company CompanyOf(HttpContext http) => http.RequestServices.GetRequiredService<Company>();

    /// <summary>The kinds asked for: one, or all with <c>*</c>.</summary>
    public static string? KindOf(HttpContext http, KindRegistry kinds, string? absent = ShippedKinds.Default)
    {
        var kind = Query.Code(http, "kind") is { } given ? Codes.Fold(given) : absent;
        if (kind is null or "*")
            return null;
        return kinds.Codes.Contains(kind) ? kind : throw Query.Invalid("kind", Phrase.Data(kinds.Codes));
    }

    /// <summary>A white list: the zones that this machine knows by their IANA names.</summary>
    public static TimeZoneInfo TimeZone(HttpContext http, Company company) =>
        Query.Text(http, "timeZone") is not { } name ? company.TimeZone
        : TimeZones.Find(name) is { } zone ? zone
        : throw Query.Invalid("timeZone", "an IANA name, such as Europe/Moscow");

    /// <summary>Dates are whole days, both inclusive; instants are from inclusive, to exclusive; never mixed.</summary>
    public static Period PeriodOf(HttpContext http, TimeZoneInfo zone)
    {
        var (from, to) = (Query.Text(http, "from"), Query.Text(http, "to"));
        if (from is not null && to is not null && from.Contains('T') != to.Contains('T'))
            throw ProblemException.Parameter("to", "parameter.conflict", "two dates or two instants");
        var period = new Period(Edge(http, "from", from, zone, 0), Edge(http, "to", to, zone, 1));
        if (period.From > period.To)
            throw Query.Invalid("from", "not after to");
        // The instant itself counts, and the end of a period does not: the store knows nothing finer than a microsecond.
        return Query.Instant(http, "asOf")?.AddMicroseconds(1) is { } last && !(period.To <= last)
            ? period with
            {
                To = last,
            }
            : period;
    }

    private static DateTimeOffset? Edge(HttpContext http, string name, string? text, TimeZoneInfo zone, int days)
    {
        if (text is null)
            return null;
        if (text.Contains('T'))
            return Query.Instant(http, name);
        return Months.Start(Query.Date(http, name)!.Value.AddDays(days), zone);
    }

    /// <summary>The URL of the deals behind a row: the same question, with the row's key.</summary>
    public static string DrillDown(HttpContext http, params ReadOnlySpan<(string Name, string Value)> more) =>
        Behind(http, "/deals", more);

    /// <summary>The URL of what stands behind the total, without a grouping.</summary>
    public static string BehindAll(HttpContext http, string what) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
            http.Request.Path.Value + what,
            http.Request.Query.Where(x => x.Key is not ("by" or "key" or "sort"))
        );

    /// <summary>The URL of what stands behind a row under another address of the same report.</summary>
    public static string Behind(HttpContext http, string what, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = http.Request.Query.ToDictionary();
        foreach (var (name, value) in more)
            query[name] = value;
        query.Remove("sort");
        if (query.ContainsKey("asOf"))
            query.Remove("at");
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(http.Request.Path.Value + what, query);
    }
}
