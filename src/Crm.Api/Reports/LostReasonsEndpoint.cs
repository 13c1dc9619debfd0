using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Currencies;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>Lost deals of a period by reason or another key.</summary>
/// <param name="Items">Rows, the most frequent key first.</param>
/// <param name="Total">Total of all rows: the lost deals of the period.</param>
/// <param name="Reopened">Closings of the period that were undone before its end; they are part of no row.</param>
/// <param name="AsOf">Business time up to which events count.</param>
/// <param name="Position">Position of the last event that the report includes.</param>
public sealed record LostReasonsAnswer(
    IReadOnlyList<LossAnswer> Items,
    LossTotalAnswer Total,
    long Reopened,
    DateTimeOffset AsOf,
    long Position
)
{
    /// <summary>
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Present only when
    /// there are any.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CapabilitiesOff { get; init; }
}

/// <summary>Lost deals with the same reason, stage, manager, client or source at the time of the loss.</summary>
/// <param name="Key">Code or id of what the row groups by; null when none was known at the loss.</param>
/// <param name="Title">Name of the key, in the language of the request; null when there is none.</param>
/// <param name="Count">Number of lost deals.</param>
/// <param name="Amounts">Expected amounts at the loss, one sum per currency.</param>
/// <param name="Share">Share of all lost deals by count, 0 to 1, four decimals.</param>
public sealed record LossAnswer(
    string? Key,
    string? Title,
    long Count,
    IReadOnlyList<Money> Amounts,
    decimal Share,
    string DrillDown
)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, at the rate of the requested instant; present only with <c>currency</c>, and
    /// only when no rate is missing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Amount { get; init; }

    /// <summary>Currency pairs without a rate; present only when there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingRates { get; init; }
}

/// <summary>All lost deals of the period.</summary>
/// <param name="Count">Number of lost deals.</param>
public sealed record LossTotalAnswer(long Count, IReadOnlyList<Money> Amounts)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, rounded once; present only with <c>currency</c>, and only when no rate is
    /// missing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Amount { get; init; }

    /// <summary>
    /// amount less the sum of the rows' amounts, each of which is rounded by itself; present only with <c>currency</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? RoundingDifference { get; init; }

    /// <summary>Currency pairs without a rate; present only when there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingRates { get; init; }
}

/// <summary>GET /reports/lost-reasons.</summary>
public static class LostReasonsEndpoint
{
    private static readonly Param[] Parameters =
    [
        .. ReportInput.Period,
        new("by", "string", "Grouping: reason (the default), stage, manager, client or source.", "reason"),
        ReportInput.Kind,
        .. ReportFilters.Parameters,
        .. Converted.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/reports/lost-reasons", Get)
            .Operation(
                new("getLostReasonsReport")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "Read the lost reasons report",
                    Description =
                        "Deals lost in a period and still lost at its end, each counted once, with the "
                        + "expected amount at the loss.",
                    Query = Parameters,
                    Refusals = ["parameter.invalid", "projection.behind"],
                }
            )
            .Answers<LostReasonsAnswer>()
            .ReadsProjection("lost-reasons");
        routes
            .MapGet("/reports/lost-reasons/deals", Deals)
            .Operation(
                new("listLostDeals")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "List deals behind lost reasons",
                    Description =
                        "The deals behind a row, in their present state. Without `key`, the deals of the row "
                        + "without a key.",
                    Query =
                    [
                        .. Parameters,
                        .. Param.Page,
                        Param.Count,
                        new("key", "string", "Key of the row, as the report returns it."),
                    ],
                    Refusals = ["parameter.invalid", "cursor.invalid"],
                }
            )
            .Answers<Listed<DealAnswer>>()
            .ReadsProjection("lost-reasons");
    }

    private static async Task<IResult> Get(
        HttpContext http,
        LostReasonsQuery report,
        KindRegistry kinds,
        ReportFilters filters,
        ReportTitles titles,
        Company company,
        RateQuery rates,
        TimeProvider clock
    )
    {
        var (ct, by, now, _) = (http.RequestAborted, By(http), clock.GetUtcNow(), Converted.Currency(http, company));
        var asOf = Query.Instant(http, "asOf") ?? now;
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds));
        var found = await report.Read(
            filter,
            ReportInput.PeriodOf(http, ReportInput.TimeZone(http, company)),
            by,
            now,
            ct
        );
        var into = await Converted.Of(
            http,
            company,
            rates,
            found.Cells.Select(x => x.Currency).OfType<string>(),
            asOf,
            one: true
        );
        var count = found.Cells.Sum(x => x.Count);
        List<LossAnswer> items = [];
        foreach (
            var group in found
                .Cells.GroupBy(x => x.Key)
                .OrderByDescending(x => x.Sum(c => c.Count))
                .ThenBy(x => x.Key, StringComparer.Ordinal)
        )
            items.Add(
                new LossAnswer(
                    group.Key,
                    await titles.Of(http, by, group.Key, filter.Kind, asOf, ct),
                    group.Sum(x => x.Count),
                    Sums(group),
                    Math.Round((decimal)group.Sum(x => x.Count) / count, 4),
                    group.Key is null
                        ? ReportInput.DrillDown(http, ("by", by))
                        : ReportInput.DrillDown(http, ("by", by), ("key", group.Key))
                )
                {
                    Amount = In(group, asOf, into)?.Sum,
                    MissingRates = In(group, asOf, into)?.Missing,
                }
            );
        var whole = In(found.Cells, asOf, into);
        var total = new LossTotalAnswer(count, Sums(found.Cells))
        {
            Amount = whole?.Sum,
            MissingRates = whole?.Missing,
            RoundingDifference = whole?.Sum is { } sum
                ? sum.With(sum.Amount - items.Sum(x => x.Amount?.Amount ?? 0))
                : null,
        };
        return new Reply(
            200,
            new LostReasonsAnswer(items, total, found.Reopened, asOf, found.Position)
            {
                CapabilitiesOff = company.Off(Capabilities.Deals),
            }
        )
        {
            Position = found.Position,
        };
    }

    private static async Task<IResult> Deals(
        HttpContext http,
        BehindNumbers behind,
        KindRegistry kinds,
        ReportFilters filters,
        Company company,
        TimeProvider clock
    )
    {
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds));
        var period = ReportInput.PeriodOf(http, ReportInput.TimeZone(http, company));
        return await behind.List(
            http,
            LostReasonsQuery.Deals(filter, period, By(http), Query.Text(http, "key"), clock.GetUtcNow())
        );
    }

    private static string By(HttpContext http) =>
        Query.Text(http, "by") is not { } by ? "reason"
        : LostReasonsQuery.Keys.Contains(by) ? by
        : throw Query.Invalid("by", string.Join(", ", LostReasonsQuery.Keys));

    /// <summary>Converted at the rate of the instant asked for; null when nobody asks.</summary>
    private static ConvertedSum? In(IEnumerable<LossCell> cells, DateTimeOffset at, Converted? into) =>
        into is null
            ? null
            : cells
                .Where(x => x.Currency is not null)
                .Aggregate(into.Nothing, (sum, x) => sum.Add(x.Amount, new(x.Currency!), into.At(x.Currency!, at)));

    private static Money[] Sums(IEnumerable<LossCell> cells) =>
        [
            .. cells
                .Where(x => x.Currency is not null)
                .GroupBy(x => x.Currency!)
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new Money(x.Sum(c => c.Amount), new Currency(x.Key))),
        ];
}
