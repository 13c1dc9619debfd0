namespace Crm.Api.Previews;

/// <summary>Commands that are only tried.</summary>
public static class PreviewsFeature
{
    public static IServiceCollection AddPreviews(this IServiceCollection services) =>
        services.AddSingleton<IPreviewRenderer, PreviewRenderer>();

    public static void MapPreviews(this IEndpointRouteBuilder routes) => PreviewEndpoint.Map(routes);
}
