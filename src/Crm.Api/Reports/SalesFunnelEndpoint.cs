using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Currencies;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>GET /reports/sales-funnel.</summary>
public static class SalesFunnelEndpoint
{
    private static readonly Param[] AllKinds =
    [
        new("asOf", "date-time", "Instant of the report, by business time; the current time when omitted."),
        new Param("at", "date-time", "Alias of asOf.").Checked(http =>
        {
            Query.Instant(http, "at");
            At(http);
        }),
        .. ReportFilters.Parameters,
        .. Converted.Parameters,
    ];

    private static readonly Param[] Parameters =
    [
        Param.One(
            "mode",
            new("OfferedFunnelMode", "A type of funnel that the host offers.", ["snapshot"]),
            "Type of funnel; `snapshot` when omitted.",
            "snapshot"
        ),
        ReportInput.Kind,
        .. AllKinds,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/reports/sales-funnel", Get)
            .Operation(
                new("getSalesFunnel")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "Read the sales funnel",
                    Description =
                        "The sales funnel (воронка продаж) of one deal kind: open deals per stage at any instant, with the "
                        + "deals won and lost up to then.",
                    Query = [Parameters[0], ReportInput.OneKind, .. AllKinds],
                    Refusals = ["parameter.invalid", "projection.behind"],
                }
            )
            .Answers<FunnelAnswer>()
            .ReadsProjection("sales-funnel");
        routes
            .MapGet("/reports/sales-funnels", GetAll)
            .Operation(
                new("getSalesFunnels")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "Read the sales funnels of all kinds",
                    Description = "The sales funnels of all deal kinds at one instant.",
                    Query = AllKinds,
                    Refusals = ["parameter.invalid", "projection.behind"],
                }
            )
            .Answers<FunnelsAnswer>()
            .ReadsProjection("sales-funnel");
        routes
            .MapGet("/reports/sales-funnel/deals", Deals)
            .Operation(
                new("listFunnelDeals")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "List deals behind the funnel",
                    Description = "The deals behind a number of the funnel, in their present state.",
                    Query =
                    [
                        .. Parameters,
                        .. Param.Page,
                        Param.Count,
                        Param.One(
                            "status",
                            ValueSet.Of<DealStatus>(),
                            "State of the deals; `open` when omitted.",
                            "open"
                        ),
                        new("stage", "string", "Code of a stage."),
                    ],
                    Refusals = ["parameter.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<DealAnswer>()
            .ReadsRowsOf("sales-funnel");
    }

    private static async Task<IResult> Get(
        HttpContext http,
        FunnelQuery funnel,
        KindRegistry kinds,
        ReportFilters filters,
        Company company,
        RateQuery rates,
        ReportClock clock
    )
    {
        var kind = ReportInput.OneKindOf(http, kinds);
        var (found, into) = await Read(http, funnel, await filters.Of(http, kind), company, rates, clock);
        return new Reply(200, Of(http, found, kinds, kind, into) with { CapabilitiesOff = Off(company) })
        {
            Position = found.Position,
            Now = At(http) is null ? found.At : null,
        };
    }

    private static async Task<IResult> GetAll(
        HttpContext http,
        FunnelQuery funnel,
        KindRegistry kinds,
        ReportFilters filters,
        Company company,
        RateQuery rates,
        ReportClock clock
    )
    {
        var (found, into) = await Read(http, funnel, await filters.Of(http, null), company, rates, clock);
        FunnelAnswer[] all = [.. kinds.Codes.Select(kind => Of(http, found, kinds, kind, into))];
        return new Reply(200, new FunnelsAnswer(found.At, all, found.Position) { CapabilitiesOff = Off(company) })
        {
            Position = found.Position,
            Now = At(http) is null ? found.At : null,
        };
    }

    private static IReadOnlyList<string> Off(Company company) =>
        company.Off(Capabilities.Deals, Capabilities.GuidedProcess);

    private static async Task<(FunnelSnapshot Found, Converted? Into)> Read(
        HttpContext http,
        FunnelQuery funnel,
        ReportFilter filter,
        Company company,
        RateQuery rates,
        ReportClock clock
    )
    {
        var (ct, at, _) = (http.RequestAborted, At(http), Converted.Currency(http, company));
        var (found, _) = await clock.Read(
            SalesFunnel.ReportName,
            now => funnel.Snapshot(filter, at, now, ct),
            read => read.Position,
            ct
        );
        return (
            found,
            await Converted.Of(
                http,
                company,
                rates,
                found.Cells.Select(x => x.Currency).OfType<string>(),
                found.At,
                one: true
            )
        );
    }

    private static async Task<IResult> Deals(
        HttpContext http,
        BehindNumbers behind,
        KindRegistry kinds,
        ReportFilters filters,
        ReportClock clock
    )
    {
        var status = Query.Text(http, "status") ?? "open";
        var filter = await filters.Of(http, ReportInput.KindOf(http, kinds));
        var at = At(http) ?? await clock.Now(SalesFunnel.ReportName, http.RequestAborted);
        return await behind.List(
            http,
            FunnelQuery.Deals(filter, at, status, Query.Code(http, "stage") is { } named ? Codes.Fold(named) : null)
        );
    }

    private static DateTimeOffset? At(HttpContext http) =>
        Query.Text(http, "at") is not null && Query.Text(http, "asOf") is not null
            ? throw ProblemException.Parameter("at", "parameter.conflict", "asOf or at")
            : Query.Instant(http, "asOf") ?? Query.Instant(http, "at");

    private static FunnelAnswer Of(
        HttpContext http,
        FunnelSnapshot found,
        KindRegistry kinds,
        string kind,
        Converted? into
    )
    {
        var language = Language.Of(http);
        var cells = found.Cells.Where(x => x.Kind == kind).ToArray();
        var open = cells.Where(x => x.Status == "open").ToArray();
        // What all links have in common is written once; codes need no escaping.
        var behind = ReportInput.DrillDown(http, ("kind", kind), ("asOf", Wire.Text(found.At)));
        FunnelStageAnswer[] stages =
        [
            .. FunnelStages.Of(kinds, kind, found).Select(x => Stage(behind, found.At, x, language, into)),
        ];
        var all = Sum(behind, found.At, "open", open, into);
        // Each sum is rounded once, so the stages may differ from the whole by some minor units: said, not hidden.
        if (all.Amount is { } amount && open.All(x => x.Stage is not null))
            all = all with { RoundingDifference = amount.With(amount.Amount - stages.Sum(x => x.Amount?.Amount ?? 0)) };
        return new FunnelAnswer(
            FunnelMode.Snapshot,
            kind,
            found.At,
            stages,
            all,
            Sum(behind, found.At, "won", [.. cells.Where(x => x.Status == "won")], into),
            Sum(behind, found.At, "lost", [.. cells.Where(x => x.Status == "lost")], into),
            found.Position
        );
    }

    private static FunnelStageAnswer Stage(
        string behind,
        DateTimeOffset at,
        FunnelStage x,
        string language,
        Converted? into
    )
    {
        var (amount, weighted) = (In(x.Open, at, into, c => c.Amount), In(x.Open, at, into, c => c.Weighted));
        return new(
            x.Code,
            x.Title.In(language),
            x.Order,
            x.Retired,
            x.Open.Sum(c => c.Count),
            Sums(x.Open, c => c.Amount),
            Sums(x.Open, c => c.Weighted),
            $"{behind}&status=open&stage={x.Code}"
        )
        {
            Amount = amount?.Sum,
            WeightedAmount = weighted?.Sum,
            MissingRates = amount?.Missing,
        };
    }

    private static FunnelSumAnswer Sum(
        string behind,
        DateTimeOffset at,
        string status,
        FunnelCell[] cells,
        Converted? into
    )
    {
        var amount = In(cells, at, into, c => c.Amount);
        return new(cells.Sum(c => c.Count), Sums(cells, c => c.Amount), $"{behind}&status={status}")
        {
            Amount = amount?.Sum,
            MissingRates = amount?.Missing,
        };
    }

    /// <summary>Converted at the rate of the instant asked for; null when nobody asks.</summary>
    private static ConvertedSum? In(
        IReadOnlyList<FunnelCell> cells,
        DateTimeOffset at,
        Converted? into,
        Func<FunnelCell, decimal> of
    ) =>
        into is null
            ? null
            : cells
                .Where(x => x.Currency is not null)
                .Aggregate(into.Nothing, (sum, x) => sum.Add(of(x), new(x.Currency!), into.At(x.Currency!, at)));

    /// <summary>Unlike currencies are never added.</summary>
    private static Money[] Sums(IReadOnlyList<FunnelCell> cells, Func<FunnelCell, decimal> of) =>
        [
            .. cells
                .Where(x => x.Currency is not null)
                .GroupBy(x => x.Currency!)
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new Money(x.Sum(of), new Currency(x.Key))),
        ];
}
