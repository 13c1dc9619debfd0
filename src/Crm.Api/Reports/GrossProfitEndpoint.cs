using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>GET /reports/gross-profit.</summary>
public static class GrossProfitEndpoint
{
    internal static readonly Param[] Parameters =
    [
        .. ReportInput.Period,
        Param.One(
            "by",
            new("ProfitGrouping", "What gross profit is grouped by.", GrossProfitQuery.Keys),
            "Grouping of the rows; `deal` when omitted.",
            "manager"
        ),
        ReportInput.Kind with
        {
            Description = "Code of a deal kind; all kinds when omitted or *.",
        },
        .. ReportFilters.Parameters,
        .. Reports.Converted.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/reports/gross-profit", Get)
            .Operation(
                new("getGrossProfitReport")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "Read gross profit",
                    Description =
                        "Gross profit (валовая прибыль): revenue, discounts, cost and margin of shipped goods "
                        + "less returns.",
                    Query =
                    [
                        .. Parameters,
                        RowSort.Parameter("ProfitSort", GrossProfitRows.Sorts(margins: true), SortsFor),
                    ],
                    Refusals = ["parameter.invalid", "sort.invalid", "sort.needs_currency", "projection.behind"],
                }
            )
            .Answers<GrossProfitAnswer>()
            .ReadsProjection("gross-profit")
            .ReadsProjection("exchange-matches");
        routes
            .MapGet("/reports/gross-profit/deals", Deals)
            .Operation(
                new("listProfitDeals")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "List deals behind gross profit",
                    Description =
                        "The deals behind a row, in their present state. Without `key`, the deals of the row "
                        + "without a key; without `by` and `key`, those behind the total. With `currency` the deals "
                        + "that have only an exchange difference are included.",
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
            .ReadsRowsOf("gross-profit")
            .ReadsProjection("exchange-matches");
    }

    private static async Task<IResult> Get(
        HttpContext http,
        GrossProfitQuery report,
        KindRegistry kinds,
        ReportFilters filters,
        GrossProfitRows rows,
        Company company,
        ReportClock clock,
        RateQuery rates,
        ProfitByRate byRate
    )
    {
        var (ct, by, zone, _) = (
            http.RequestAborted,
            By(http),
            ReportInput.TimeZone(http, company),
            Reports.Converted.Currency(http, company)
        );
        var sorts = SortsFor(http);
        RowSort.Wanted(http, sorts);
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds, absent: null));
        var period = ReportInput.PeriodOf(http, zone);
        var found = await report.Read(filter, period, by, zone, ct);
        var now = await clock.NowAt(GrossProfit.ReportName, found.Position, ct);
        var into = await ConvertedProfit.Of(http, company, rates, byRate, filter, period, by, zone, period.To ?? now);
        var cells = GrossProfitRows.Whole(found.Cells, into, by, (period, zone, now), company.BaseCurrency);
        var items = RowSort.Sorted(http, await rows.Of(http, cells, by, filter.Kind, now, into), sorts);
        var totals = found
            .Cells.GroupBy(x => x.Currency)
            .OrderBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => ProfitSumAnswer.Of(new(x.Key), x))
            .ToArray();
        var total = totals is [var only]
            ? only
            : totals.FirstOrDefault(x => x.Revenue.Currency == company.BaseCurrency)
                ?? ProfitSumAnswer.Of(company.BaseCurrency, []);
        return new Reply(
            200,
            new GrossProfitAnswer(items, total, totals, Query.Instant(http, "asOf") ?? now, found.Position)
            {
                CapabilitiesOff = company.Off(Capabilities.OrdersAndInvoices, Capabilities.ReturnsAndRefunds),
                Converted = into?.Total(
                    [.. items.Select(x => x.Converted!)],
                    ReportInput.BehindAll(http, "/deals"),
                    ReportInput.BehindAll(http, "/facts")
                ),
            }
        )
        {
            Position = found.Position,
            Now = Query.Instant(http, "asOf") is null ? now : null,
        };
    }

    private static async Task<IResult> Deals(
        HttpContext http,
        BehindNumbers behind,
        KindRegistry kinds,
        ReportFilters filters,
        Company company
    )
    {
        var (zone, key) = (ReportInput.TimeZone(http, company), Query.Text(http, "key"));
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds, absent: null));
        return await behind.List(
            http,
            GrossProfitQuery.Deals(
                filter,
                ReportInput.PeriodOf(http, zone),
                key is null && Query.Text(http, "by") is null ? null : By(http),
                key,
                zone,
                withDifferences: Reports.Converted.Currency(http, company) is not null
            )
        );
    }

    /// <summary>The order, too, would tell the margin to whom it is hidden.</summary>
    private static IReadOnlyList<RowKey<ProfitAnswer>> SortsFor(HttpContext http) =>
        GrossProfitRows.Sorts(Caller.Of(http).Grants.Has(Permissions.CostSee));

    internal static string By(HttpContext http) => Query.Text(http, "by") ?? "deal";
}
