using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Settings;

/// <summary>The company's settings and the look of its documents.</summary>
public static class SettingsFeature
{
    public static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.AddDocumentAnswers<SettingsDocument>(
            (provider, result, viewer) =>
                SettingsAnswer.Of(provider.GetRequiredService<Company>(), result.Document).ToStored(viewer),
            "updateSettings",
            "moveBooks",
            "updateBrandLogo",
            "updateBrandSignature",
            "deleteBrandLogo",
            "deleteBrandSignature"
        );

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        ReadSettingsEndpoints.Map(routes);
        UpdateSettingsEndpoint.Map(routes);
        BrandPictureEndpoints.Map(routes);
        BooksEndpoint.Map(routes);
    }
}
