using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Users;

/// <summary>A user.</summary>
/// <param name="Name">Full name of the user; null after it was erased.</param>
/// <param name="Email">E-mail address; null when unknown or erased.</param>
/// <param name="Roles">Codes of the user's roles; their permissions add up.</param>
/// <param name="TeamId">Id of the user's team; null without one.</param>
/// <param name="Active"><c>false</c> when the user is blocked and their credentials are not accepted.</param>
/// <param name="RecordedAt">Time at which the user was added.</param>
/// <param name="Phone">Telephone number, printed on the documents of the user's deals; null when unknown or erased.</param>
public sealed record UserAnswer(
    Guid Id,
    string? Name,
    string? Email,
    IReadOnlyList<string> Roles,
    Guid? TeamId,
    bool Active,
    DateTimeOffset RecordedAt,
    int Version,
    string? Phone
)
{
    public static UserAnswer Of(UserDocument x) =>
        new(
            x.Id,
            x.State.Name.Text,
            x.State.Email?.Text,
            x.State.Roles,
            x.State.Team?.Value,
            !x.State.Inactive,
            x.RecordedAt,
            x.Version,
            x.State.Phone?.Text
        );

    public StoredAnswer ToStored(Viewer viewer, int status = 200) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/users/{Id}" : null);
}
