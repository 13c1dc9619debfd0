using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Roles;

/// <summary>A role: a named set of permissions.</summary>
/// <param name="Title">Name of the role in both languages.</param>
/// <param name="Scopes">Visibility that the role grants for deals and clients.</param>
/// <param name="RecordedAt">Time at which the role was created.</param>
/// <param name="DiscountLimitPercent">
/// Largest manual discount in percent that the role allows without approval; null: no limit.
/// </param>
public sealed record RoleAnswer(
    Guid Id,
    string Code,
    RoleTitle Title,
    IReadOnlyList<string> Permissions,
    RoleReach Scopes,
    DateTimeOffset RecordedAt,
    int Version,
    decimal? DiscountLimitPercent
)
{
    public static RoleAnswer Of(RoleDocument x) =>
        new(
            x.Id,
            x.State.Code,
            new(x.State.Title.Ru, x.State.Title.En),
            x.State.Permissions,
            new(x.State.Deals, x.State.Clients),
            x.RecordedAt,
            x.Version,
            x.State.DiscountLimitPercent
        );

    public StoredAnswer ToStored(Viewer viewer, int status = 200) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/roles/{Id}" : null);
}

/// <summary>A permission that a role can grant.</summary>
/// <param name="Name">Name of the permission, such as <c>deals.read</c>.</param>
/// <param name="Title">What the permission allows, in the language of the request.</param>
/// <param name="Scope">Scope that the credential needs in addition to the permission.</param>
public sealed record PermissionAnswer(string Name, string Title, Scope Scope);
