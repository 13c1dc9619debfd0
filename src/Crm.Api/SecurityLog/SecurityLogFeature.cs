namespace Crm.Api.SecurityLog;

/// <summary>Reads the log of denials.</summary>
public static class SecurityLogFeature
{
    public static void MapSecurityLog(this IEndpointRouteBuilder routes) => SecurityLogEndpoint.Map(routes);
}
