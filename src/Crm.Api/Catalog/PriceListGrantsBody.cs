using Crm.Domain.Catalog;

namespace Crm.Api.Catalog;

/// <summary>
/// Who may agree prices of a list without approval: callers with one of the roles, and anybody in deals of one of the clients. One
/// of the two is enough. At least one role or client.
/// </summary>
/// <param name="Roles">Codes of roles, at most 200.</param>
/// <param name="ClientIds">Ids of clients, at most 200.</param>
public sealed record PriceListGrantsBody(
    [property: Identifier] IReadOnlyList<string>? Roles = null,
    IReadOnlyList<Guid>? ClientIds = null
)
{
    private const string Pointer = "/grants";

    /// <summary>Checks that roles and clients exist.</summary>
    public async ValueTask<PriceListGrants> Validated(HttpContext http, References references, Staff staff)
    {
        var roles = TextValidation.Most(Roles, Pointer + "/roles", 200);
        var clients = TextValidation.Most(ClientIds, Pointer + "/clientIds", 200);
        for (var i = 0; i < roles.Count; i++)
            if (!staff.Roles.ContainsKey(Codes.Fold(roles[i])))
                throw ProblemException.Member(
                    $"{Pointer}/roles/{i}",
                    "role.not_found",
                    Phrase.Data(staff.Roles.Keys.Order(StringComparer.Ordinal))
                );
        var found = ImmutableArray.CreateBuilder<ClientId>(clients.Count);
        for (var i = 0; i < clients.Count; i++)
            found.Add(await references.Client(http, clients[i], $"{Pointer}/clientIds/{i}"));
        return new PriceListGrants([.. roles.Select(Codes.Fold)], found.ToImmutable()).InOrder();
    }
}

/// <summary>
/// Who may agree prices of a list without approval: callers with one of the roles, and anybody in deals of one of the clients.
/// </summary>
/// <param name="Roles">Codes of roles.</param>
/// <param name="ClientIds">Ids of clients; null when the caller may not read all clients.</param>
public sealed record PriceListGrantsAnswer(IReadOnlyList<string> Roles, IReadOnlyList<Guid>? ClientIds)
{
    public static PriceListGrantsAnswer? Of(PriceListGrants? grants, Caller caller) =>
        grants is null
            ? null
            : new(
                grants.Roles,
                caller.Grants.ClientsOf(Permissions.ClientsRead) == Reach.All
                    ? [.. grants.Clients.Select(client => client.Value)]
                    : null
            );
}
