namespace Crm.Api.Access;

/// <summary>Who calls, what they may do, and the log of denials.</summary>
public static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services
            .AddSingleton<ApiKeyCache>()
            .AddSingleton<AccessRegistry>()
            .AddSingleton<Authorizer>()
            .AddSingleton<DenialLog>()
            .AddSingleton<BackgroundCallers>();
}
