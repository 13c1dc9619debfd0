namespace Crm.Api.Resources;

/// <summary>What lists and histories of all resources share.</summary>
public static class ResourcesSetup
{
    public static IServiceCollection AddResources(this IServiceCollection services) =>
        services.AddSingleton<ResourceHistory>();
}
