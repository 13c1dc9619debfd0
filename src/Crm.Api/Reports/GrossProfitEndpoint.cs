using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Clients;
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
        new("by", "string", "Grouping: deal (the default), client, manager, product, source or month.", "manager"),
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
                    Query = Parameters,
                    Refusals = ["parameter.invalid", "projection.behind"],
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
            .ReadsProjection("gross-profit");
    }

    private static async Task<IResult> Get(
        HttpContext http,
        GrossProfitQuery report,
        KindRegistry kinds,
        ReportFilters filters,
        Names names,
        ReportTitles titles,
        Company company,
        ReportClock clock,
        DealLookups deals,
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
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds, absent: null));
        var period = ReportInput.PeriodOf(http, zone);
        var found = await report.Read(filter, period, by, zone, ct);
        var now = await clock.NowAt(GrossProfit.ReportName, found.Position, ct);
        var into = await ConvertedProfit.Of(http, company, rates, byRate, filter, period, by, zone, period.To ?? now);
        // Free lines have a name for a key; what is no id is not looked up.
        Guid[] keys =
        [
            .. found.Cells.Select(x => Guid.TryParse(x.Key, out var id) ? id : Guid.Empty).Where(x => x != Guid.Empty),
        ];
        if (by == "client")
            await names.Prefetch<ClientDocument>(keys, ct);
        if (by == "product")
            await names.Prefetch<ProductDocument>(keys, ct);
        if (by == "manager")
            await names.Prefetch<UserDocument>(keys, ct);
        var dealTitles = by == "deal" ? await deals.Titles([.. found.Cells.Select(x => Guid.Parse(x.Key!))], ct) : null;
        // The order, too, would tell the margin to whom it is hidden.
        var margins = Caller.Of(http).Grants.Has(Permissions.CostSee);
        List<ProfitAnswer> items = [];
        foreach (
            var x in found
                .Cells.OrderByDescending(x => margins ? x.Revenue - x.Cost : x.Revenue)
                .ThenBy(x => x.Key, StringComparer.Ordinal)
                .ThenBy(x => x.Currency, StringComparer.Ordinal)
        )
        {
            var sum = ProfitSumAnswer.Of(new(x.Currency), [x]);
            var title = dealTitles is not null
                ? dealTitles.GetValueOrDefault(Guid.Parse(x.Key!))
                : await titles.Of(http, by, x.Key, filter.Kind, now, ct);
            items.Add(
                new(
                    x.Key,
                    title,
                    dealTitles is not null ? Guid.Parse(x.Key!) : null,
                    sum.Revenue,
                    sum.Discounts,
                    sum.ManualDiscounts,
                    sum.PriceListDiscounts,
                    sum.Cost,
                    sum.GrossProfit,
                    sum.MarginPercent,
                    sum.CostUnknown,
                    sum.WrittenOff,
                    Behind("/deals", x.Key),
                    Behind("/facts", x.Key)
                )
                {
                    Converted = into?.Row(x.Key, x.Currency),
                }
            );
        }

        string Behind(string what, string? key) =>
            key is null
                ? ReportInput.Behind(http, what, ("by", by))
                : ReportInput.Behind(http, what, ("by", by), ("key", key));

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
                Converted = into?.Total([.. items.Select(x => x.Converted!)]),
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
        Company company
    )
    {
        var zone = ReportInput.TimeZone(http, company);
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds, absent: null));
        return await behind.List(
            http,
            GrossProfitQuery.Deals(filter, ReportInput.PeriodOf(http, zone), By(http), Query.Text(http, "key"), zone)
        );
    }

    internal static string By(HttpContext http) =>
        Query.Text(http, "by") is not { } by ? "deal"
        : GrossProfitQuery.Keys.Contains(by) ? by
        : throw Query.Invalid("by", Phrase.Data(GrossProfitQuery.Keys));
}
