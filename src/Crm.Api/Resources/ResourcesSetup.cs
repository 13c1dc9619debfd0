namespace Crm.Api.Resources;

/// <summary>Lists and histories of all resources.</summary>
public static class ResourcesSetup
{
    public static IServiceCollection AddResources(this IServiceCollection services) =>
        services.AddSingleton<ResourceHistory>();
}
