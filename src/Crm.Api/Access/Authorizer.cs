using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Authorizes a request before anything of it is read or calculated. What the caller may not see is answered with 404,
/// what they may see but not do with 403 and the missing permission. A caller with full reach costs no query.
/// </summary>
public sealed class Authorizer(ResourceOwners owners, VisibleDeals deals)
{
    /// <summary>
    /// Route values that identify a resource whose visibility depends on the caller, with the kind of that resource.
    /// </summary>
    private static readonly Dictionary<string, (string NotFound, OwnedResource Resource)> Subjects = new(
        StringComparer.Ordinal
    )
    {
        ["dealId"] = ("deal.not_found", OwnedResource.Deal),
        ["proposalId"] = ("proposal.not_found", OwnedResource.Proposal),
        ["statementId"] = ("bank_statement.not_found", OwnedResource.BankStatement),
        ["statementLineId"] = ("statement_line.not_found", OwnedResource.StatementLine),
        ["clientId"] = ("client.not_found", OwnedResource.Client),
        ["reminderId"] = ("reminder.not_found", OwnedResource.Reminder),
    };

    public ValueTask Authorize(HttpContext http, Caller caller, Operation operation)
    {
        var subject = operation.SeesItself ? null : Subject(http);
        var has = caller.Grants.Has(operation.Permission);
        if (
            subject is null && has
            || subject is not null && has && Everywhere(caller.Grants, operation.Permission, subject)
        )
            return ValueTask.CompletedTask;
        return (subject ?? Subject(http)) is { } named
            ? AuthorizeResource(http, caller, operation, named)
            : throw Missing(operation.Permission);
    }

    /// <summary>
    /// For endpoints that filter by visibility in their own query but take a path without that filter.
    /// </summary>
    public ValueTask AuthorizeResource(HttpContext http, Caller caller, Operation operation) =>
        Subject(http) is { } subject && !Everywhere(caller.Grants, operation.Permission, subject)
            ? AuthorizeResource(http, caller, operation, subject)
            : ValueTask.CompletedTask;

    public static ProblemException Missing(Permission needs) => new(403, "permission.missing") { Missing = needs.Name };

    /// <summary>Whether the authorizer checks this route value.</summary>
    public static bool Guards(string routeValue) => Subjects.ContainsKey(routeValue);

    private async ValueTask AuthorizeResource(HttpContext http, Caller caller, Operation operation, string subject)
    {
        var (notFound, resource) = Subjects[subject];
        var id = Guid.Parse((string)http.Request.RouteValues[subject]!);
        if (await owners.Find(resource, id, http.RequestAborted) is not { } owner)
            throw ProblemException.NotFound(notFound);
        var (grants, needs) = (caller.Grants, operation.Permission);
        if (subject == "clientId")
        {
            var (sees, may) = (
                await SeesClient(caller, id, Permissions.ClientsRead, http.RequestAborted),
                await SeesClient(caller, id, needs, http.RequestAborted)
            );
            if (!sees && !may)
                throw ProblemException.NotFound(notFound);
            if (!may)
                throw Missing(needs);
            return;
        }

        if (subject == "reminderId")
        {
            if (owner.Manager is not { } user || !grants.SeesRemindersOf(user))
                throw ProblemException.NotFound(notFound);
            if (!grants.Has(needs))
                throw Missing(needs);
            return;
        }

        if (owner.Candidates is { } candidates)
        {
            var isImporter = grants.User is { } me && owner.Manager == me && grants.Has(needs);
            if (isImporter || candidates.Any(manager => grants.May(needs, manager, [])))
                return;
            throw ProblemException.NotFound(notFound);
        }

        if (grants.May(needs, operation.NeedsScope ? owner.Users.InScope : owner.Users))
            return;
        throw grants.May(Permissions.DealsRead, owner.Users) ? Missing(needs) : ProblemException.NotFound(notFound);
    }

    /// <summary>Unless the reach is all, a client is visible through a visible deal, and to the user who registered it.</summary>
    public async ValueTask<bool> SeesClient(Caller caller, Guid client, Permission needs, CancellationToken ct)
    {
        var grants = caller.Grants;
        if (grants.ClientsOf(needs) is not { } reach)
            return false;
        if (reach == Reach.All)
            return true;
        return await deals.ShowsClient(client, DealVisibility.Of(grants, reach), grants.User?.Value, ct);
    }

    private static bool Everywhere(Grants grants, Permission needs, string subject) =>
        subject != "reminderId"
        && (subject == "clientId" ? grants.ClientsOf(needs) : grants.DealsOf(needs)) == Reach.All;

    private static string? Subject(HttpContext http)
    {
        foreach (var name in Subjects.Keys)
            if (http.Request.RouteValues.ContainsKey(name))
                return name;
        return null;
    }
}
