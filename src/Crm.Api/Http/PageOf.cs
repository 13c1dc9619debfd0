using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Crm.Api.Http;

/// <summary>One key of a sort: a not-null column, its SQL type and its direction.</summary>
public sealed record SortKey(string Name, string Column, string SqlType, bool Descending);

/// <summary>
/// Keyset pages over a table of documents. A uniform direction is one row comparison, which an index serves; a mixed one
/// gets a redundant bound on its first key, so that the index still ends the scan early (ADR 0005).
/// </summary>
public sealed class PageOf(string table, string columns, string id = "d.id")
{
    /// <summary>Rows of a file that are read at once.</summary>
    private const int Piece = 1000;
    private readonly List<string> where = [];
    private IReadOnlyList<Way> ways = [];
    private readonly List<NpgsqlParameter> parameters = [];

    public string Parameter(object value)
    {
        parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    public void Where(string condition) => where.Add(condition);

    /// <summary>Only rows of these ways, of which no two lead to one row. The table must be a plain one with an alias, its columns plain and none of them a key.</summary>
    public void Only(IReadOnlyList<Way> seen)
    {
        // One way to many is a condition like any other: nothing is to be merged.
        if (seen is [{ Few: false } only])
            Where(only.Sql);
        else
            ways = seen;
    }

    /// <summary>Rows with one of these values in a column with an index: of several, a page is the merge of a scan of each.</summary>
    public void AnyOf(string column, Guid[] values)
    {
        values = [.. values.Distinct()];
        if (values.Length is > 1 and <= DealSight.MostScans && ways.Count == 0)
            Only([.. values.Select(x => new Way($"{column} = {Parameter(x)}", false))]);
        else
            Where(values.Length == 1 ? $"{column} = {Parameter(values[0])}" : $"{column} = any({Parameter(values)})");
    }

    public async Task<(List<T> Items, string? Next, long? Total)> Read<T>(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        IReadOnlyList<SortKey> sort,
        string scope,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    )
    {
        var limit = Query.Limit(http);
        var total = Query.Flag(http, "count") ? await Count(database, ct) : (long?)null;
        var keys = Keys(sort);
        var (items, more) = await Take(
            database,
            keys,
            Query.Text(http, "cursor") is { } cursor ? cursors.Open(scope, cursor) : null,
            limit,
            read,
            ct
        );
        return (items, more is null ? null : cursors.Seal(scope, more), total);
    }

    /// <summary>Every row that fits, for files: page by page, for whoever takes them slowly must not hold a connection meanwhile.</summary>
    public async IAsyncEnumerable<T> All<T>(
        NpgsqlDataSource database,
        IReadOnlyList<SortKey> sort,
        Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var keys = Keys(sort);
        string[]? more = null;
        do
        {
            (var items, more) = await Take(database, keys, more, Piece, read, ct);
            foreach (var item in items)
                yield return item;
        } while (more is not null);
    }

    private SortKey[] Keys(IReadOnlyList<SortKey> sort) =>
        sort[^1].Column == id ? [.. sort] : [.. sort, new SortKey("id", id, "uuid", sort[^1].Descending)];

    /// <summary>The rows after some keys, and the keys of the last of them when there are more.</summary>
    private async Task<(List<T> Items, string[]? More)> Take<T>(
        NpgsqlDataSource database,
        SortKey[] keys,
        string[]? after,
        int limit,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    )
    {
        var (conditions, given) = (where.Count, parameters.Count);
        if (after is not null)
            where.Add(After(keys, after));
        var order = string.Join(", ", keys.Select(x => $"{x.Column} {(x.Descending ? "desc" : "asc")}"));
        // A literal: of a parameter the planner knows nothing, holds a plan for all pages dear and plans each anew, which costs more than the page.
        var ordered = string.Create(CultureInfo.InvariantCulture, $" order by {order} limit {limit + 1}");
        var sql =
            $"select {columns}, {string.Join(", ", keys.Select(x => x.Column + "::text"))} from {From(ordered, keys)}{ordered}";
        await using var command = Command(database, sql);
        where.RemoveRange(conditions, where.Count - conditions);
        parameters.RemoveRange(given, parameters.Count - given);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<T> items = [];
        string[] last = [];
        while (await reader.ReadAsync(ct))
        {
            if (items.Count == limit)
                return (items, last);
            items.Add(read(reader));
            if (items.Count == limit)
                last = [.. keys.Select((_, i) => reader.GetString(reader.FieldCount - keys.Length + i))];
        }

        return (items, null);
    }

    private async Task<long> Count(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = Command(database, $"select count(*) from {From("", [])}");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private string After(SortKey[] keys, string[] values)
    {
        var at = keys.Select((x, i) => $"{Parameter(values[i])}::text::{x.SqlType}").ToArray();
        if (keys.All(x => x.Descending == keys[0].Descending))
            return $"({string.Join(", ", keys.Select(x => x.Column))}) {(keys[0].Descending ? "<" : ">")} ({string.Join(", ", at)})";
        var nested = new StringBuilder("false");
        for (var i = keys.Length - 1; i >= 0; i--)
            nested = new StringBuilder(
                $"({keys[i].Column} {(keys[i].Descending ? "<" : ">")} {at[i]} or ({keys[i].Column} = {at[i]} and {nested}))"
            );
        return $"{keys[0].Column} {(keys[0].Descending ? "<=" : ">=")} {at[0]} and {nested}";
    }

    /// <param name="ordered">Said in each way too, for only then is its index read in order, and no further than the page. A way to few
    /// rows takes them by its condition ("offset 0" keeps the order from it): a sorted scan would pass every row to find them.</param>
    private string From(string ordered, SortKey[] keys)
    {
        if (ways.Count == 0)
            return table + Conditions(where);
        var taken = string.Join(", ", keys.Select(x => x.Column).Prepend(columns));
        return $"({string.Join(" union all ", ways.Select(x => $"(select {taken} from {table}{Conditions([x.Sql, .. where])}{(x.Few ? " offset 0" : ordered)})"))}) {Alias}";
    }

    private string Alias => table[(table.LastIndexOf(' ') + 1)..];

    private static string Conditions(List<string> all) => all.Count == 0 ? "" : " where " + string.Join(" and ", all);

    private NpgsqlCommand Command(NpgsqlDataSource database, string sql)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    /// <summary>What a cursor belongs to: the path with every parameter but the page's own.</summary>
    public static string Scope(HttpContext http) =>
        http.Request.Path
        + "?"
        + JsonSerializer.Serialize(
            http.Request.Query.Where(x => x.Key is not ("cursor" or "limit" or "count"))
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new[] { x.Key, x.Value.ToString() })
        );
}
