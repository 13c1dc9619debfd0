using System.Globalization;
using System.Text;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>A row of a page.</summary>
/// <param name="Keys">Its sort keys, from which a next page can go on.</param>
public readonly record struct KeysetRow<T>(T Item, string[] Keys);

/// <summary>The rows of a page.</summary>
/// <param name="More">There are rows after these.</param>
public sealed record KeysetRows<T>(IReadOnlyList<KeysetRow<T>> Rows, bool More);

/// <summary>
/// Keyset pages over a table of documents. With a uniform direction the condition is a single row comparison, which an
/// index supports; with mixed directions a redundant bound on the first key lets the index end the scan early (ADR 5).
/// </summary>
public sealed class KeysetPages(ListQuery list)
{
    /// <summary>The sort keys, with the id as tie-breaker.</summary>
    public SortColumn[] KeysOf(IReadOnlyList<SortColumn> sort) =>
        sort[^1].Column == list.Id ? [.. sort] : [.. sort, new SortColumn("id", list.Id, "uuid", sort[^1].Descending)];

    /// <summary>
    /// The rows after the given keys, at most <paramref name="limit"/> and no more than <see cref="ReadBudget"/> admits.
    /// </summary>
    public async Task<KeysetRows<T>> Take<T>(
        NpgsqlDataSource database,
        SortColumn[] keys,
        string[]? after,
        int limit,
        Func<NpgsqlDataReader, T> read,
        CancellationToken ct
    )
    {
        List<NpgsqlParameter> parameters = [.. list.Parameters];
        List<string> conditions = [.. list.Conditions];
        if (after is not null)
            conditions.Add(After(keys, after, parameters));
        var order = string.Join(", ", keys.Select(x => $"{x.Column} {(x.Descending ? "desc" : "asc")}"));
        // A literal, not a parameter: for an unknown limit the planner overestimates a generic plan and plans every
        // page anew, which costs more than the page itself.
        var ordered = string.Create(CultureInfo.InvariantCulture, $" order by {order} limit {limit + 1}");
        var values = string.Join(", ", keys.Select(key => key.Column + "::text"));
        var sql = $"select {list.Columns}, {values} from {From(conditions, ordered, keys)}{ordered}";
        await using var command = Command(database, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var budget = new ReadBudget();
        List<KeysetRow<T>> rows = [];
        while (await reader.ReadAsync(ct))
        {
            if (rows.Count == limit || !budget.Takes(SizeOf(reader)))
                return new(rows, More: true);
            rows.Add(
                new(read(reader), [.. keys.Select((_, i) => reader.GetString(reader.FieldCount - keys.Length + i))])
            );
        }

        return new(rows, More: false);
    }

    /// <summary>Bytes of a row as the database sent it, without reading any value.</summary>
    private static long SizeOf(NpgsqlDataReader row)
    {
        var size = 0L;
        for (var column = 0; column < row.FieldCount; column++)
            if (!row.IsDBNull(column))
                size += row.GetBytes(column, 0, null, 0, 0);
        return size;
    }

    public async Task<long> Count(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = Command(
            database,
            $"select count(*) from {From(list.Conditions, "", [])}",
            list.Parameters
        );
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Numbers of rows by a key, in its order.</summary>
    /// <param name="key">An expression of the columns, as text.</param>
    public async Task<IReadOnlyList<(string? Key, long Count)>> CountBy(
        NpgsqlDataSource database,
        string key,
        CancellationToken ct
    )
    {
        await using var command = Command(
            database,
            $"select {key}, count(*) from {From(list.Conditions, "", [])} group by 1 order by 1 nulls last",
            list.Parameters
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(string?, long)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add((reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1)));
        return found;
    }

    private static string After(SortColumn[] keys, string[] values, List<NpgsqlParameter> parameters)
    {
        var at = keys.Select((key, i) => $"${parameters.Count + i + 1}::text::{key.SqlType}").ToArray();
        parameters.AddRange(values.Take(keys.Length).Select(value => new NpgsqlParameter { Value = value }));
        if (keys.All(x => x.Descending == keys[0].Descending))
            return $"({string.Join(", ", keys.Select(x => x.Column))}) {(keys[0].Descending ? "<" : ">")} ({string.Join(", ", at)})";
        var nested = new StringBuilder("false");
        for (var i = keys.Length - 1; i >= 0; i--)
            nested = new StringBuilder(
                $"({keys[i].Column} {(keys[i].Descending ? "<" : ">")} {at[i]} or ({keys[i].Column} = {at[i]} and {nested}))"
            );
        return $"{keys[0].Column} {(keys[0].Descending ? "<=" : ">=")} {at[0]} and {nested}";
    }

    /// <param name="ordered">
    /// Repeated in each branch, so that its index is read in order and no further than the page. A branch with few rows
    /// is found by its condition ("offset 0" hides the order from it): a sorted scan would pass every row to find them.
    /// </param>
    private string From(IReadOnlyList<string> conditions, string ordered, SortColumn[] keys)
    {
        if (list.Ways.Count == 0)
            return list.Source + Conditions(conditions);
        // A key may be one of the columns: the page must not have two of the name.
        var taken = string.Join(", ", list.Columns.Split(", ").Union(keys.Select(key => key.Column)));
        var scans = list.Ways.Select(way =>
            $"(select {taken} from {list.Source}{Conditions([way.Sql, .. conditions])}{(way.Few ? " offset 0" : ordered)})"
        );
        return $"({string.Join(" union all ", scans)}) {Alias}";
    }

    private string Alias => list.Source[(list.Source.LastIndexOf(' ') + 1)..];

    private static string Conditions(IReadOnlyList<string> all) =>
        all.Count == 0 ? "" : " where " + string.Join(" and ", all);

    private static NpgsqlCommand Command(
        NpgsqlDataSource database,
        string sql,
        IReadOnlyList<NpgsqlParameter> parameters
    )
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }
}
