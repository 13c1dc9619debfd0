namespace Crm.Api.Access;

/// <summary>Callers, their rights, and the log of denials.</summary>
public static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services
            .AddSingleton<ApiKeyCache>()
            .AddSingleton<AccessRegistry>()
            .AddSingleton<Authorizer>()
            .AddSingleton(provider => new DenialCounts(
                provider.GetRequiredService<DenialSettings>().RowsPerMinute,
                DenialCounts.MostSeries
            ))
            .AddSingleton<DenialLog>()
            .AddHostedService<DenialCountsWriter>()
            .AddSingleton<BackgroundCallers>();
}
