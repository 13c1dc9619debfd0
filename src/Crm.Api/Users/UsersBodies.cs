namespace Crm.Api.Users;

/// <summary>Adds a user who works with deals.</summary>
/// <param name="Name">Full name of the user.</param>
/// <param name="Email">E-mail address of the user.</param>
/// <param name="Phone">Telephone number, in any format; printed on the documents of the user's deals.</param>
/// <param name="Roles">Codes of the user's roles; <c>sales-manager</c> when omitted.</param>
/// <param name="TeamId">Id of the user's team; no team when omitted.</param>
public sealed record AddUserBody(
    string Name,
    [property: Identifier] string? Email = null,
    [property: Identifier] IReadOnlyList<string>? Roles = null,
    Guid? TeamId = null,
    Guid? Id = null,
    [property: Identifier] string? Phone = null
);

/// <summary>Changes a user; a merge patch: an omitted member stays, null clears email, phone and teamId.</summary>
/// <param name="Name">Full name of the user.</param>
/// <param name="Email">E-mail address; null clears it.</param>
/// <param name="Phone">Telephone number, in any format; null clears it.</param>
/// <param name="Roles">Codes of the user's roles, replaced as a whole.</param>
/// <param name="TeamId">Id of the user's team; null: no team.</param>
/// <param name="Active"><c>false</c> blocks the user: their credentials are no longer accepted.</param>
public sealed record EditUserBody(
    string? Name = null,
    [property: Identifier] string? Email = null,
    [property: Identifier] IReadOnlyList<string>? Roles = null,
    Guid? TeamId = null,
    bool? Active = null,
    [property: Identifier] string? Phone = null
);
