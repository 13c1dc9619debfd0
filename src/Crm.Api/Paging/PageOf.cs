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

    /// <summary>The rows of a page, to be rendered into <paramref name="page"/>, and their total if it is asked for.</summary>
    public async Task<(KeysetRows<T> Rows, long? Total)> Read<T>(
        HttpContext http,
        PageBuilder page,
        NpgsqlDataSource database,
        IReadOnlyList<SortColumn> sort,
        Func<NpgsqlDataReader, T> read
    )
    {
        var ct = http.RequestAborted;
        var total = Query.Flag(http, "count") ? await pages.Count(database, ct) : (long?)null;
        return (await pages.Take(database, pages.KeysOf(sort), page.After, page.Limit, read, ct), total);
    }

    /// <summary>A page whose rows are answers.</summary>
    public Task<IResult> Answer<T>(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        IReadOnlyList<SortColumn> sort,
        Func<NpgsqlDataReader, T> read
    ) => Answer(http, database, cursors, sort, read, rows => ValueTask.FromResult(rows));

    /// <summary>A page whose answers are made of its rows together.</summary>
    public async Task<IResult> Answer<TRow, T>(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        IReadOnlyList<SortColumn> sort,
        Func<NpgsqlDataReader, TRow> read,
        Func<IReadOnlyList<TRow>, ValueTask<IReadOnlyList<T>>> answers
    )
    {
        var page = new PageBuilder(http, cursors, Scope(http));
        var (found, total) = await Read(http, page, database, sort, read);
        var items = await answers([.. found.Rows.Select(row => row.Item)]);
        for (var i = 0; i < items.Count; i++)
            if (!page.Add(items[i], found.Rows[i].Keys))
                return page.Answer(total);
        if (found.More)
            page.Cut();
        return page.Answer(total);
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
        KeysetRows<T> found;
        string[]? after = null;
        do
        {
            found = await pages.Take(database, keys, after, Piece, read, ct);
            foreach (var row in found.Rows)
                yield return row.Item;
            after = found.Rows.Count > 0 ? found.Rows[^1].Keys : null;
        } while (found.More);
    }

    /// <summary>The scope of a cursor: the path with all parameters except those of paging.</summary>
    public static string Scope(HttpContext http) =>
        http.Request.Path
        + "?"
        + JsonSerializer.Serialize(
            http.Request.Query.Where(x => x.Key is not ("cursor" or "limit" or "count"))
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => (string?[])[x.Key, .. x.Value])
        );
}
