namespace Crm.Api.Limits;

/// <summary>Tells callers the limits that hold for them.</summary>
public static class LimitsFeature
{
    public static void MapLimits(this IEndpointRouteBuilder routes) => LimitsEndpoint.Map(routes);
}
