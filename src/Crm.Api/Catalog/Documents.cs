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
        Func<HttpContext, TDocument, TAnswer> answer, Func<TDocument, int>? version = null) where TDocument : class where TAnswer : notnull
    {
        var words = noun.Replace('-', ' ');
        routes.MapGet("/" + noun, async (HttpContext http, NpgsqlDataSource database, CursorSeal cursors) =>
            {
                var page = new PageOf($"crm.mt_doc_{table} d", "d.data");
                var (items, next, total) = await page.Read(http, database, cursors, [new("id", "d.id", "uuid", false)], PageOf.Scope(http),
                    x => answer(http, JsonSerializer.Deserialize<TDocument>(x.GetString(0), CrmStore.Json)!), http.RequestAborted);
                return Pages.Of(http, new Listed<TAnswer>(items, next) { Total = total });
            })
            .Operation($"list{one}s", needs, tag, $"List {words}", $"All {words}, in order of id.", query: [.. Param.Page, Param.Count], refuses: ["limit.invalid", "cursor.invalid"])
            .Answers<Listed<TAnswer>>();
        routes.MapGet($"/{noun}/{{{route}:guid}}", async (HttpContext http, NpgsqlDataSource database) =>
            {
                await using var command = database.CreateCommand($"select data from crm.mt_doc_{table} where id = $1");
                command.Parameters.AddWithValue(Guid.Parse((string)http.Request.RouteValues[route]!));
                return await command.ExecuteScalarAsync(http.RequestAborted) is string json && JsonSerializer.Deserialize<TDocument>(json, CrmStore.Json) is { } document
                    ? Tagged(answer(http, document), version?.Invoke(document) ?? 1)
                    : throw ProblemException.NotFound(notFound);
            })
            .Operation($"get{one}", needs, tag, $"Read one of the {words}", $"One of the {words}.", refuses: [notFound]).Answers<TAnswer>();
    }

    private static Reply Tagged(object answer, int version = 1) => Reply.Ok(answer, ETags.OfBody(version, answer));
}
