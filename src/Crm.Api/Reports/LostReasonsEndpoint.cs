using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Currencies;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>GET /reports/lost-reasons.</summary>
public static class LostReasonsEndpoint
{
    private static readonly Param[] Parameters =
    [
        .. ReportInput.Period,
        Param.One(
            "by",
            new("LossGrouping", "What lost deals are grouped by.", LostReasonsQuery.Keys),
            "Grouping of the rows; `reason` when omitted.",
            "reason"
        ),
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
                    Query = [.. Parameters, RowSort.Parameter("LossSort", Sorts, _ => Sorts)],
                    Refusals = ["parameter.invalid", "sort.invalid", "sort.needs_currency", "projection.behind"],
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
            .AnswersList<DealAnswer>()
            .ReadsRowsOf("lost-reasons");
    }

    private static async Task<IResult> Get(
        HttpContext http,
        LostReasonsQuery report,
        KindRegistry kinds,
        ReportFilters filters,
        ReportTitles titles,
        Company company,
        RateQuery rates,
        ReportClock clock
    )
    {
        var (ct, by, _) = (http.RequestAborted, By(http), Converted.Currency(http, company));
        RowSort.Wanted(http, Sorts);
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds));
        var period = ReportInput.PeriodOf(http, ReportInput.TimeZone(http, company));
        var (found, now) = await clock.Read(
            LostReasons.ReportName,
            now => report.Read(filter, period, by, now, ct),
            read => read.Position,
            ct
        );
        var asOf = Query.Instant(http, "asOf") ?? now;
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
        foreach (var group in found.Cells.GroupBy(x => x.Key))
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
        items = [.. RowSort.Sorted(http, InOrder(http, kinds, items, by, (filter.Kind, asOf)), Sorts)];
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
            Now = Query.Instant(http, "asOf") is null ? now : null,
        };
    }

    private static IReadOnlyList<RowKey<LossAnswer>> Sorts { get; } =
    [
        new("title", x => x.Title),
        new("key", x => x.Key),
        new("count", x => x.Count),
        new("amount", x => x.Amount?.Amount, IsAmount: true),
    ];

    /// <summary>Stages in the order of their process, kind by kind; everything else by title.</summary>
    private static IEnumerable<LossAnswer> InOrder(
        HttpContext http,
        KindRegistry kinds,
        IEnumerable<LossAnswer> rows,
        string by,
        (string? Kind, DateTimeOffset At) of
    )
    {
        var titled = RowSort.ByTitle(http, rows, row => row.Title, row => row.Key);
        if (by != "stage")
            return titled;
        var stages = kinds
            .Codes.Where(code => of.Kind is null || code == of.Kind)
            .Select(code => kinds.InForce(code, of.At))
            .SelectMany(process => process?.Stages ?? [])
            .Select(stage => stage.Code)
            .Distinct()
            .Select((code, place) => (code, place))
            .ToDictionary(stage => stage.code, stage => stage.place);
        return titled.OrderBy(row =>
            row.Key is null ? int.MaxValue : stages.GetValueOrDefault(row.Key, int.MaxValue - 1)
        );
    }

    private static async Task<IResult> Deals(
        HttpContext http,
        BehindNumbers behind,
        KindRegistry kinds,
        ReportFilters filters,
        Company company,
        ReportClock clock
    )
    {
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds));
        var period = ReportInput.PeriodOf(http, ReportInput.TimeZone(http, company));
        return await behind.List(
            http,
            LostReasonsQuery.Deals(
                filter,
                period,
                By(http),
                Query.Text(http, "key"),
                await clock.Now(LostReasons.ReportName, http.RequestAborted)
            )
        );
    }

    private static string By(HttpContext http) => Query.Text(http, "by") ?? "reason";

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
