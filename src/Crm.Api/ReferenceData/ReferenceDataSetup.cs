namespace Crm.Api.ReferenceData;

/// <summary>Slowly changing data that this host keeps in memory: settings, kinds, custom fields, names.</summary>
public static class ReferenceDataSetup
{
    public static IServiceCollection AddReferenceData(this IServiceCollection services) =>
        services
            .AddSingleton<Company>()
            .AddSingleton<Kinds>()
            .AddSingleton<CustomFieldRegistry>()
            .AddSingleton<Names>();
}
