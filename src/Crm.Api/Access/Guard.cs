using Npgsql;

namespace Crm.Api.Access;

/// <summary>
/// Lets a request pass or not, before anything of it is read or computed: what the caller does not see is 404, what he sees but
/// may not do is 403 with the missing permission. Whoever reaches everything costs no query.
/// </summary>
public sealed class Guard(NpgsqlDataSource database)
{
    /// <summary>Route values that name something whose visibility depends on who asks, with what tells who sees it.</summary>
    private static readonly Dictionary<string, (string NotFound, string Sql)> Subjects = new(StringComparer.Ordinal)
    {
        ["dealId"] = (
            "deal.not_found",
            "select d.manager_id, d.participant_ids from crm.mt_doc_deal d where d.id = $1"
        ),
        ["proposalId"] = (
            "proposal.not_found",
            "select d.manager_id, d.participant_ids from crm.mt_doc_proposal p join crm.mt_doc_deal d on d.id = (p.data->'state'->>'deal')::uuid where p.id = $1"
        ),
        // A statement and its lines belong to whoever imported them, as a deal to its manager.
        ["statementId"] = (
            "bank_statement.not_found",
            "select s.owner_id, null::uuid[] from crm.mt_doc_bank_statement s where s.id = $1"
        ),
        ["statementLineId"] = (
            "statement_line.not_found",
            "select l.owner_id, null::uuid[] from crm.mt_doc_statement_line l where l.id = $1"
        ),
        ["clientId"] = ("client.not_found", "select null::uuid, null::uuid[] from crm.mt_doc_client c where c.id = $1"),
    };

    public ValueTask Admit(HttpContext http, Caller caller, Operation operation)
    {
        var subject = operation.SeesItself ? null : Subject(http);
        var has = caller.Grants.Has(operation.Needs);
        if (subject is null && has || subject is not null && has && Everywhere(caller.Grants, operation.Needs, subject))
            return ValueTask.CompletedTask;
        return (subject ?? Subject(http)) is { } named
            ? Look(http, caller, operation, named)
            : throw Missing(operation.Needs);
    }

    /// <summary>For endpoints that see for themselves, where they do not after all.</summary>
    public ValueTask Look(HttpContext http, Caller caller, Operation operation) =>
        Subject(http) is { } subject && !Everywhere(caller.Grants, operation.Needs, subject)
            ? Look(http, caller, operation, subject)
            : ValueTask.CompletedTask;

    /// <summary>Who may not see a cost may not set it either.</summary>
    public static void DemandCost(HttpContext http)
    {
        if (!Caller.Of(http).Grants.Has(Permissions.CostSee))
            throw Missing(Permissions.CostSee);
    }

    public static ProblemException Missing(Permission needs) => new(403, "permission.missing") { Missing = needs.Name };

    /// <summary>Whether a route value is one that the guard looks at.</summary>
    public static bool Guards(string routeValue) => Subjects.ContainsKey(routeValue);

    private async ValueTask Look(HttpContext http, Caller caller, Operation operation, string subject)
    {
        var (notFound, sql) = Subjects[subject];
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(Guid.Parse((string)http.Request.RouteValues[subject]!));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
            throw ProblemException.NotFound(notFound);
        var (grants, needs) = (caller.Grants, operation.Needs);
        if (subject == "clientId")
        {
            await reader.DisposeAsync();
            var client = Guid.Parse((string)http.Request.RouteValues[subject]!);
            var (sees, may) = (
                await SeesClient(caller, client, Permissions.ClientsRead, http.RequestAborted),
                await SeesClient(caller, client, needs, http.RequestAborted)
            );
            if (!sees && !may)
                throw ProblemException.NotFound(notFound);
            if (!may)
                throw Missing(needs);
            return;
        }

        var manager = reader.IsDBNull(0) ? (UserId?)null : new UserId(reader.GetGuid(0));
        var participants = reader.IsDBNull(1)
            ? []
            : reader.GetFieldValue<Guid[]>(1).Select(x => new UserId(x)).ToArray();
        if (grants.May(needs, manager, participants))
            return;
        throw grants.May(Permissions.DealsRead, manager, participants)
            ? Missing(needs)
            : ProblemException.NotFound(notFound);
    }

    /// <summary>Short of all, a client is seen through a deal in reach.</summary>
    public async ValueTask<bool> SeesClient(Caller caller, Guid client, Permission needs, CancellationToken ct)
    {
        var grants = caller.Grants;
        if (grants.ClientsOf(needs) is not { } reach)
            return false;
        if (reach == Reach.All)
            return true;
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select exists (select from crm.mt_doc_deal d where d.client_id = {command.Place(client)} and {DealSight.Of(grants, reach).Sql("d", command.Place)})";
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static bool Everywhere(Grants grants, Permission needs, string subject) =>
        (subject == "clientId" ? grants.ClientsOf(needs) : grants.DealsOf(needs)) == Reach.All;

    private static string? Subject(HttpContext http)
    {
        foreach (var name in Subjects.Keys)
            if (http.Request.RouteValues.ContainsKey(name))
                return name;
        return null;
    }
}
