using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>Users, teams, roles, API keys, and the log of denials.</summary>
public static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services
            .AddSingleton<ApiKeyBook>()
            .AddSingleton<AccessBook>()
            .AddSingleton<Guard>()
            .AddSingleton<SecurityLog>()
            .AddSingleton<BackgroundCallers>()
            .AddDocumentAnswers<UserDocument>(
                (result, viewer) => UserAnswer.Of(result.Document).ToStored(viewer),
                "editUser"
            )
            .AddDocumentAnswers<UserDocument>(
                (result, viewer) => UserAnswer.Of(result.Document).ToStored(viewer, 201),
                "addUser"
            )
            .AddDocumentAnswers<TeamDocument>(
                (result, viewer) => TeamAnswer.Of(result.Document).ToStored(viewer),
                "editTeam"
            )
            .AddDocumentAnswers<TeamDocument>(
                (result, viewer) => TeamAnswer.Of(result.Document).ToStored(viewer, 201),
                "formTeam"
            )
            .AddDocumentAnswers<RoleDocument>(
                (result, viewer) => RoleAnswer.Of(result.Document).ToStored(viewer),
                "editRole"
            )
            .AddDocumentAnswers<RoleDocument>(
                (result, viewer) => RoleAnswer.Of(result.Document).ToStored(viewer, 201),
                "defineRole"
            )
            .AddDocumentAnswers<ApiKeyDocument>(
                (result, viewer) => StoredAnswer.Create(viewer, 200, ApiKeyAnswer.Of(result.Document)),
                "makeApiKey",
                "revokeApiKey"
            );

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        UserEndpoints.Map(routes);
        TeamEndpoints.Map(routes);
        RoleEndpoints.Map(routes);
        ApiKeyEndpoints.Map(routes);
        MeEndpoint.Map(routes);
        SecurityLogEndpoint.Map(routes);
    }
}
