namespace Crm.Api.Operations;

/// <summary>Long-running operations, and the state of the reports.</summary>
public static class OperationsFeature
{
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services
            .AddSingleton<Rebuilds>()
            .AddSingleton(provider => OperationTerm.From(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton<OperationRuns>()
            .AddHostedService<OperationWatcher>()
            .AddSingleton(
                new OperationKind(OperationEndpoints.Rebuilding, work => new RebuildProjection(work.Id, work.Subject))
            );

    public static void MapOperations(this IEndpointRouteBuilder routes) => OperationEndpoints.Map(routes);
}
