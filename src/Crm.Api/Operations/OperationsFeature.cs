namespace Crm.Api.Operations;

/// <summary>Long-running operations, and the state of the reports.</summary>
public static class OperationsFeature
{
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services.AddSingleton<Rebuilds>();

    public static void MapOperations(this IEndpointRouteBuilder routes) => OperationEndpoints.Map(routes);
}
