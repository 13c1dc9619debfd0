using Crm.Api.CustomFields;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.Clients;
using Npgsql;

namespace Crm.Api.Clients;

/// <summary>GET /clients, /clients/{clientId} and its history.</summary>
public static class ReadClientsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/clients", List)
            .Operation(
                new("listClients")
                {
                    Permission = Permissions.ClientsRead,
                    Tag = "Clients",
                    Summary = "List clients",
                    Description = "Clients, newest first. `q` searches names and legal details.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        new Param(
                            "q",
                            "string",
                            "Searches names and legal details by the beginnings of words, in any script."
                                + Param.OneLetter
                        ).Checked(http => Query.Words(http, "q")),
                        FieldFilters.Param("clients", FieldOwner.Client),
                        new Param(
                            "currency",
                            "string",
                            "Currency of amounts in filters by custom fields, ISO 4217.",
                            "RUB"
                        ).Checked(http => Query.Currency(http)),
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid", "search.no_words", "filter.needs_currency"],
                }
            )
            .AnswersList<ClientAnswer>();
        routes
            .MapGet("/clients/{clientId:guid}", Get)
            .Operation(
                new("getClient")
                {
                    Permission = Permissions.ClientsRead,
                    Tag = "Clients",
                    Summary = "Read a client",
                    Description =
                        "A client with legal details (реквизиты) and contacts, in its present state or as of a "
                        + "past time.",
                    Query = [Param.AsOf],
                    Refusals = ["client.not_found"],
                }
            )
            .Answers<ClientAnswer>();
        routes
            .MapGet(
                "/clients/{clientId:guid}/history",
                (Guid clientId, HttpContext http, ResourceHistory history) =>
                    history.Page(http, clientId, (ClientDocument?)null, Fold(clientId), Shown, "client.not_found")
            )
            .Operation(
                new("listClientHistory")
                {
                    Permission = Permissions.ClientsRead,
                    Tag = "Clients",
                    Summary = "Read the history of a client",
                    Description =
                        "Every change in the order of recording, custom fields included, with author, time "
                        + "and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["client.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> Get(
        Guid clientId,
        HttpContext http,
        StoredDocuments documents,
        ResourceHistory history
    )
    {
        if (Query.Instant(http, "asOf") is not null)
            return ClientAnswer
                .Of((await history.At(http, clientId, (ClientDocument?)null, Fold(clientId), "client.not_found"))!)
                .Reply();
        return await documents.Find<ClientDocument>(clientId, http.RequestAborted) is { } client
            ? ClientAnswer.Of(client).Reply()
            : throw ProblemException.NotFound("client.not_found");
    }

    /// <summary>An id may be that of anything with events: what is no client is not found.</summary>
    private static Func<ClientDocument?, EventRow, ClientDocument?> Fold(Guid id) =>
        (x, e) =>
            e.Entry.Stream == "client"
                ? ClientProjection.After(x, id, e.Data, e.RecordedAt)
                : throw ProblemException.NotFound("client.not_found");

    /// <summary>What changes: the instant of the change stands beside it.</summary>
    private static object? Shown(ClientDocument? x) =>
        x is null ? null
        : ClientAnswer.Of(x) is var c
            ? new
            {
                c.Name,
                c.Kind,
                c.LegalDetails,
                c.Contacts,
                c.CustomFields,
            }
        : null;

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        CustomFieldRegistry fields
    )
    {
        var grants = Caller.Of(http).Grants;
        var list = new ClientList(
            DealVisibility.Of(grants, grants.ClientsOf(Permissions.ClientsRead)!.Value),
            grants.User
        );
        foreach (var prefix in Query.Words(http, "q"))
            list.HasWord(prefix);
        foreach (var condition in await FieldFilters.Read(http, fields, FieldOwner.Client))
            list.WithFields(condition);
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            [ClientList.NewestFirst],
            row => ClientAnswer.Of(ClientList.Read(row))
        );
    }
}
