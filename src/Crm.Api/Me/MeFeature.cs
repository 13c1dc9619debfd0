using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Me;

/// <summary>Who the caller is.</summary>
public static class MeFeature
{
    public static IServiceCollection AddMe(this IServiceCollection services) =>
        services.AddDocumentAnswers<UserDocument>(
            (provider, result, viewer) =>
                ProfileAnswer.Of(result.Document, provider.GetRequiredService<Company>().Settings).ToStored(viewer),
            "updateProfile"
        );

    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        MeEndpoint.Map(routes);
        ProfileEndpoints.Map(routes);
    }
}
