namespace Crm.Api.ReferenceData;

/// <summary>Slowly changing data that the host caches: settings, kinds, custom fields, names.</summary>
public static class ReferenceDataSetup
{
    public static IServiceCollection AddReferenceData(this IServiceCollection services) =>
        services
            .AddSingleton<Company>()
            .AddSingleton<Kinds>()
            .AddSingleton<CustomFieldRegistry>()
            .AddSingleton<CodeLookup>()
            .AddSingleton<Names>()
            .AddSingleton<KnownNames>();
}
