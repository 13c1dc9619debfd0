namespace Crm.Api.Me;

/// <summary>Who the caller is.</summary>
public static class MeFeature
{
    public static void MapMe(this IEndpointRouteBuilder routes) => MeEndpoint.Map(routes);
}
