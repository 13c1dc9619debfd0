namespace Crm.Api.Roles;

/// <summary>Defines a role: a named set of permissions.</summary>
/// <param name="Code">Stable code of lower-case letters, digits and hyphens, unique among roles.</param>
/// <param name="Title">Name of the role in both languages.</param>
/// <param name="Permissions">Names of permissions, as GET /permissions lists them.</param>
/// <param name="Scopes">Visibility that the role grants for deals and clients.</param>
/// <param name="DiscountLimitPercent">
/// Largest manual discount in percent that the role allows without approval, 0 to 100 with up to 2 decimals; null: no limit. The
/// largest limit among a user's selling roles applies.
/// </param>
public sealed record DefineRoleBody(
    [property: Identifier] string Code,
    RoleTitle Title,
    [property: Identifier] IReadOnlyList<string> Permissions,
    RoleScopes Scopes,
    decimal? DiscountLimitPercent = null
);

/// <summary>Changes a role; a merge patch: an omitted member stays, lists are replaced as a whole.</summary>
/// <param name="Title">Name of the role in both languages.</param>
/// <param name="Permissions">Names of the granted permissions, as GET /permissions lists them.</param>
/// <param name="Scopes">Visibility that the role grants for deals and clients.</param>
/// <param name="DiscountLimitPercent">
/// Largest manual discount in percent that the role allows without approval, 0 to 100 with up to 2 decimals; null: no limit.
/// </param>
public sealed record EditRoleBody(
    RoleTitle? Title = null,
    [property: Identifier] IReadOnlyList<string>? Permissions = null,
    RoleScopes? Scopes = null,
    decimal? DiscountLimitPercent = null
);
