using Crm.Projections.Reports;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wolverine.Runtime.Agents;

namespace Crm.Api.Reports;

/// <summary>Reports and the deals and sums behind their numbers.</summary>
public static class ReportsFeature
{
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services
            .DistributeByBuild()
            .AddSingleton<NewestEvents>()
            .AddSingleton<ReportClock>()
            .AddSingleton<FunnelQuery>()
            .AddSingleton<LostReasonsQuery>()
            .AddSingleton<GrossProfitQuery>()
            .AddSingleton<ProfitByRate>()
            .AddSingleton<BehindNumbers>()
            .AddSingleton<ReportTitles>()
            .AddSingleton<GrossProfitRows>()
            .AddSingleton<ReportFilters>()
            .AddSingleton<ProjectionPositions>()
            .AddSingleton<ReportDelays>()
            .AddSingleton<FirstCatchUp>()
            .AddHostedService<ReportRestarter>();

    /// <summary>Takes the place of Wolverine's own distribution of reports.</summary>
    private static IServiceCollection DistributeByBuild(this IServiceCollection services)
    {
        var own = services.Single(service =>
            service.ServiceType == typeof(IAgentFamily)
            && service.ImplementationFactory?.Method.DeclaringType?.Assembly
                == typeof(Wolverine.Marten.MartenOps).Assembly
        );
        services.Remove(own);
        services.TryAddSingleton(BuildNumber.Own);
        return services.AddSingleton<IAgentFamily, ReportDistribution>();
    }

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        SalesFunnelEndpoint.Map(routes);
        LostReasonsEndpoint.Map(routes);
        GrossProfitEndpoint.Map(routes);
        ProfitFactsEndpoint.Map(routes);
    }
}
