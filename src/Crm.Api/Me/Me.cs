using Crm.Api.Roles;

namespace Crm.Api.Me;

/// <summary>Who the caller is and what he may.</summary>
/// <param name="Credential">The key or token.</param>
/// <param name="Roles">Codes of his roles now.</param>
/// <param name="Scopes">What the credential carries: it never does more.</param>
/// <param name="Permissions">What he may do with it now.</param>
/// <param name="DiscountLimitPercent">
/// The largest discount that he may give without asking, on the deals that his roles reach; null: any.
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

/// <summary>A permission and how far it reaches.</summary>
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
                    Summary = "Who am I",
                    Description = "The credential, its user, roles and scopes, and every permission that they come to.",
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
