using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>Reports and the deals and sums behind their numbers.</summary>
public static class ReportsFeature
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services
            .AddSingleton<NewestEvents>()
            .AddSingleton<ReportClock>()
            .AddSingleton<FunnelQuery>()
            .AddSingleton<LostReasonsQuery>()
            .AddSingleton<GrossProfitQuery>()
            .AddSingleton<ProfitByRate>()
            .AddSingleton<BehindNumbers>()
            .AddSingleton<ReportTitles>()
            .AddSingleton<ReportFilters>()
            .AddSingleton<ProjectionPositions>()
            .AddSingleton<ReportDelays>()
            .AddSingleton<FirstCatchUp>()
            .AddHostedService<ReportRestarter>();

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        SalesFunnelEndpoint.Map(routes);
        LostReasonsEndpoint.Map(routes);
        GrossProfitEndpoint.Map(routes);
        ProfitFactsEndpoint.Map(routes);
    }
}
