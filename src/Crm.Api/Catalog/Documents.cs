using Crm.Api.Hosting;
using System.Text.Json;
using Marten;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>What thin resources have in common: add one, list them, read one.</summary>
internal static class Documents
{
    public static Task<IResult> Add<TDocument, TAnswer>(HttpContext http, CreationPath path, RequestStore store, Creation creation, TDocument document,
        Func<TDocument, TAnswer> answer, string location, Func<TDocument, int>? version = null) where TDocument : class where TAnswer : notnull =>
        path.Create<TDocument>(http, creation, ((Fact)creation.Facts[0]).HappenedAt,
            () => new(new Reply(201, answer(document)) { Location = location, ETag = ETags.OfBody(version?.Invoke(document) ?? 1, answer(document)) }), async ct =>
            {
                await using var session = store.Read();
                return await session.LoadAsync<TDocument>(creation.Id, ct) is { } found ? Tagged(answer(found), version?.Invoke(found) ?? 1) : null;
            });

    public static void Read<TDocument, TAnswer>(IEndpointRouteBuilder routes, Permission needs, string noun, string route, string one, string tag, string table, string notFound,
        Func<HttpContext, TDocument, TAnswer> answer, Func<TDocument, int>? version = null, Func<TDocument?, Guid, Fact, DateTimeOffset, TDocument?>? fold = null, string data = "d.data") where TDocument : class where TAnswer : notnull
    {
        var words = Words.Of(noun);
        routes.MapGet("/" + noun, async (HttpContext http, NpgsqlDataSource database, CursorSeal cursors) =>
            {
                var page = new PageOf($"crm.mt_doc_{table} d", data);
                var (items, next, total) = await page.Read(http, database, cursors, [new("id", "d.id", "uuid", false)], PageOf.Scope(http),
                    x => answer(http, JsonSerializer.Deserialize<TDocument>(x.GetString(0), CrmStore.Json)!), http.RequestAborted);
                return Pages.Of(http, new Listed<TAnswer>(items, next) { Total = total });
            })
            .Operation($"list{one}s", needs, tag, $"List {words}", $"All {words}, in order of id.", query: [.. Param.Page, Param.Count], refuses: ["limit.invalid", "cursor.invalid"])
            .Answers<Listed<TAnswer>>();
        routes.MapGet($"/{noun}/{{{route}:guid}}", async (HttpContext http, NpgsqlDataSource database, ResourceHistory history) =>
            {
                var id = Guid.Parse((string)http.Request.RouteValues[route]!);
                if (fold is not null && Query.Instant(http, "asOf") is not null)
                    return Reply.Ok(answer(http, (await history.At(http, id, (TDocument?)null, Fold(id), notFound))!));
                await using var command = database.CreateCommand($"select {data} from crm.mt_doc_{table} d where d.id = $1");
                command.Parameters.AddWithValue(id);
                return await command.ExecuteScalarAsync(http.RequestAborted) is string json && JsonSerializer.Deserialize<TDocument>(json, CrmStore.Json) is { } document
                    ? Tagged(answer(http, document), version?.Invoke(document) ?? 1)
                    : throw ProblemException.NotFound(notFound);
            })
            .Operation($"get{one}", needs, tag, $"Read {Words.A(one)}", fold is null ? $"One of the {words}." : $"One of the {words}, now or as it stood.", query: fold is null ? [] : [Param.AsOf], refuses: [notFound]).Answers<TAnswer>();
        if (fold is null) return;
        routes.MapGet($"/{noun}/{{{route}:guid}}/history", (HttpContext http, ResourceHistory history) =>
            {
                var id = Guid.Parse((string)http.Request.RouteValues[route]!);
                return history.Page(http, id, (TDocument?)null, Fold(id), x => x is null ? null : answer(http, x), notFound);
            })
            .Operation($"get{one}History", needs, tag, $"Read the history of {Words.A(one)}", "Every change in the order of recording, with who, when and what it changed.", query: [.. Param.Page, Param.AsOf], refuses: [notFound, "limit.invalid", "cursor.invalid"])
            .Answers<Listed<ChangeAnswer>>();

        Func<TDocument?, JasperFx.Events.IEvent, TDocument?> Fold(Guid id) => (x, e) => fold(x, id, (Fact)e.Data, e.Timestamp);
    }

    private static Reply Tagged(object answer, int version = 1) => Reply.Ok(answer, ETags.OfBody(version, answer));
}
