using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace Crm.Api.Paging;

/// <summary>Pages of a list by the query parameters of a request: limit, cursor, count.</summary>
public sealed class PageOf(ListQuery list)
{
    private readonly KeysetPages pages = new(list);

    /// <summary>Rows of a file to read at once.</summary>
    private const int Piece = 1000;

    public async Task<(List<T> Items, string? Next, long? Total)> Read<T>(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        IReadOnlyList<SortColumn> sort,
        string scope,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    )
    {
        var limit = Query.Limit(http);
        var total = Query.Flag(http, "count") ? await pages.Count(database, ct) : (long?)null;
        var keys = pages.KeysOf(sort);
        var (items, more) = await pages.Take(
            database,
            keys,
            Query.Text(http, "cursor") is { } cursor ? cursors.Open(scope, cursor) : null,
            limit,
            read,
            ct
        );
        return (items, more is null ? null : cursors.Seal(scope, more), total);
    }

    /// <summary>All matching rows, for files. Read page by page, so that a slow reader holds no connection.</summary>
    public async IAsyncEnumerable<T> All<T>(
        NpgsqlDataSource database,
        IReadOnlyList<SortColumn> sort,
        Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var keys = pages.KeysOf(sort);
        string[]? more = null;
        do
        {
            (var items, more) = await pages.Take(database, keys, more, Piece, read, ct);
            foreach (var item in items)
                yield return item;
        } while (more is not null);
    }

    /// <summary>The scope of a cursor: the path with all parameters except those of paging.</summary>
    public static string Scope(HttpContext http) =>
        http.Request.Path
        + "?"
        + JsonSerializer.Serialize(
            http.Request.Query.Where(x => x.Key is not ("cursor" or "limit" or "count"))
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new[] { x.Key, x.Value.ToString() })
        );
}
