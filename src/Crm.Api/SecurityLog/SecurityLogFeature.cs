namespace Crm.Api.SecurityLog;

/// <summary>The size of the log of denials, and reading it.</summary>
public static class SecurityLogFeature
{
    public static IServiceCollection AddSecurityLog(this IServiceCollection services) =>
        services.AddSingleton(provider => SecurityLogSettings.Of(provider.GetRequiredService<IConfiguration>()));

    public static void MapSecurityLog(this IEndpointRouteBuilder routes) => SecurityLogEndpoint.Map(routes);
}
