using Crm.Api.Roles;

namespace Crm.Api.Me;

/// <summary>The caller: their credential, user and permissions.</summary>
/// <param name="Credential">Id of the API key or token.</param>
/// <param name="UserId">Id of the user; null for an API key without one.</param>
/// <param name="Name">Name of the user; null for an API key without one.</param>
/// <param name="TeamId">Id of the user's team; null without one.</param>
/// <param name="Roles">Codes of the caller's present roles.</param>
/// <param name="Scopes">Scopes of the credential; it never allows more than them.</param>
/// <param name="Permissions">Permissions that the caller has with this credential.</param>
/// <param name="DiscountLimitPercent">
/// Largest manual discount in percent that the caller may give without approval, on the deals that their roles cover; null: no
/// limit.
/// </param>
public sealed record MeAnswer(
    string Credential,
    Guid? UserId,
    string? Name,
    Guid? TeamId,
    IReadOnlyList<string> Roles,
    IReadOnlyList<Scope> Scopes,
    IReadOnlyList<GrantAnswer> Permissions,
    decimal? DiscountLimitPercent
);

/// <summary>A permission of the caller with its visibility.</summary>
/// <param name="Name">Name of the permission, as GET /permissions lists it.</param>
/// <param name="Scopes">Which deals and clients the permission covers.</param>
public sealed record GrantAnswer(string Name, RoleReach Scopes);

/// <summary>GET /me.</summary>
public static class MeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/me", Get)
            .Operation(
                new("getMe")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Access",
                    Summary = "Read the caller",
                    Description = "Returns the credential, its user, roles and scopes, and the resulting permissions.",
                }
            )
            .Answers<MeAnswer>();

    private static async Task<IResult> Get(HttpContext http, Names names)
    {
        var caller = Caller.Of(http);
        var name = caller.User is { } user ? (await names.User(user, http.RequestAborted))?.Name.Text : null;
        var grants = caller.Grants.Granted.Select(x => new GrantAnswer(
            x.Name,
            new(caller.Grants.DealsOf(x)!.Value, caller.Grants.ClientsOf(x)!.Value)
        ));
        return new Reply(
            200,
            new MeAnswer(
                caller.Credential,
                caller.User?.Value,
                name,
                caller.Grants.Team?.Value,
                caller.Grants.Roles,
                [.. caller.Scopes.Order()],
                [.. grants],
                caller.Grants.DiscountLimit
            )
        );
    }
}
