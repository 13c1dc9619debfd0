using System.Text.Json;
using Crm.Projections.Clients;
using Crm.Projections.Deals;
using Npgsql;

namespace Crm.Api.Clients;

/// <summary>GET /clients and /clients/{clientId}.</summary>
public static class ReadClientsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/clients", List)
            .Operation("listClients", Permissions.ClientsRead, "Clients", "List clients", "Clients, newest first; q searches names and legal details by the beginnings of words.",
                query: [.. Param.Page, Param.Count, new("q", "string", "Beginnings of words, any script.")], refuses: ["limit.invalid", "cursor.invalid", "search.no_words"])
            .Answers<Listed<ClientAnswer>>();
        routes.MapGet("/clients/{clientId:guid}", Get)
            .Operation("getClient", Permissions.ClientsRead, "Clients", "Read a client", "A client with legal details and contacts.", refuses: ["client.not_found"])
            .Answers<ClientAnswer>();
    }

    private static async Task<IResult> Get(Guid clientId, HttpContext http, NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select data from crm.mt_doc_client where id = $1");
        command.Parameters.AddWithValue(clientId);
        return await command.ExecuteScalarAsync(http.RequestAborted) is string json
            ? ClientAnswer.Of(JsonSerializer.Deserialize<ClientDocument>(json, CrmStore.Json)!).Reply()
            : throw ProblemException.NotFound("client.not_found");
    }

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var page = new PageOf("crm.mt_doc_client d", "d.data");
        var grants = Caller.Of(http).Grants;
        if (DealSight.Of(grants, grants.ClientsOf(Permissions.ClientsRead)!.Value).Sql("s", page.Parameter) is { } seen)
            page.Where($"d.id in (select s.client_id from crm.mt_doc_deal s where {seen})");
        foreach (var prefix in Query.Words(http, "q")) page.Where($"to_tsvector('simple'::regconfig, (d.words)::text) @@ to_tsquery('simple', {page.Parameter(prefix)})");
        var (items, next, total) = await page.Read(http, database, cursors, [new("id", "d.id", "uuid", true)], PageOf.Scope(http),
            x => ClientAnswer.Of(JsonSerializer.Deserialize<ClientDocument>(x.GetString(0), CrmStore.Json)!), http.RequestAborted);
        return Pages.Of(http, new Listed<ClientAnswer>(items, next) { Total = total });
    }
}
