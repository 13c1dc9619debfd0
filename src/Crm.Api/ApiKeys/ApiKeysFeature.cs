using Crm.Projections.ReadModels.Access;

namespace Crm.Api.ApiKeys;

/// <summary>API keys of users and integrations.</summary>
public static class ApiKeysFeature
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services) =>
        services.AddDocumentAnswers<ApiKeyDocument>(
            (result, viewer) => StoredAnswer.Create(viewer, 200, ApiKeyAnswer.Of(result.Document)),
            "createApiKey",
            "revokeApiKey"
        );

    public static void MapApiKeys(this IEndpointRouteBuilder routes) => ApiKeyEndpoints.Map(routes);
}
