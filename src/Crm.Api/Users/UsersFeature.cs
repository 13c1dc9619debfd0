using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Users;

/// <summary>People who work with deals.</summary>
public static class UsersFeature
{
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services
            .AddDocumentAnswers<UserDocument>(
                (result, viewer) => UserAnswer.Of(result.Document).ToStored(viewer),
                "updateUser"
            )
            .AddDocumentAnswers<UserDocument>(
                (result, viewer) => UserAnswer.Of(result.Document).ToStored(viewer, 201),
                "createUser"
            )
            .AddDocumentAnswers<UserDocument>(
                (result, viewer) => AbsenceAnswer.Of(result.Document, result.Context.Today).ToStored(viewer),
                "updateAbsence",
                "deleteAbsence",
                "updateUserAbsence",
                "deleteUserAbsence"
            );

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        UserEndpoints.Map(routes);
        AbsenceEndpoints.Map(routes);
    }
}
