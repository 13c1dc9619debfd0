using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Roles;

/// <summary>Roles and their permissions.</summary>
public static class RolesFeature
{
    public static IServiceCollection AddRoles(this IServiceCollection services) =>
        services
            .AddDocumentAnswers<RoleDocument>(
                (result, viewer) => RoleAnswer.Of(result.Document).ToStored(viewer),
                "updateRole"
            )
            .AddDocumentAnswers<RoleDocument>(
                (result, viewer) => RoleAnswer.Of(result.Document).ToStored(viewer, 201),
                "createRole"
            );

    public static void MapRoles(this IEndpointRouteBuilder routes) => RoleEndpoints.Map(routes);
}
