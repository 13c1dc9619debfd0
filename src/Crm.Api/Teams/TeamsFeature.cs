using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Teams;

/// <summary>Teams of users.</summary>
public static class TeamsFeature
{
    public static IServiceCollection AddTeams(this IServiceCollection services) =>
        services
            .AddDocumentAnswers<TeamDocument>(
                (result, viewer) => TeamAnswer.Of(result.Document).ToStored(viewer),
                "updateTeam"
            )
            .AddDocumentAnswers<TeamDocument>(
                (result, viewer) => TeamAnswer.Of(result.Document).ToStored(viewer, 201),
                "createTeam"
            );

    public static void MapTeams(this IEndpointRouteBuilder routes) => TeamEndpoints.Map(routes);
}
