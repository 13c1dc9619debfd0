using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Settings;

/// <summary>
/// Takes the numbers of documents in the command's own transaction: whoever takes one holds its counter until the commit, so none is
/// given twice on any number of hosts, and a rollback gives it back.
/// </summary>
public static class NumberCounters
{
    private const string Sql =
        $"insert into {NumberTable.Qualified} as n (series, year, last) values ($1, $2, $3) "
        + "on conflict (series, year) do update set last = n.last + excluded.last returning last";

    /// <param name="connection">In a transaction.</param>
    /// <param name="wanted">Counters and how many numbers of each, in the one order in which everybody takes them.</param>
    /// <returns>The first of the numbers taken of each counter.</returns>
    public static async Task<IReadOnlyDictionary<(string Series, int Year), long>> Take(
        NpgsqlConnection connection,
        IReadOnlyList<(string Series, int Year, int Count)> wanted,
        CancellationToken ct
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (series, year, count) in wanted)
            batch.BatchCommands.Add(
                new(Sql)
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = series },
                        new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = year },
                        new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (long)count },
                    },
                }
            );
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var first = new Dictionary<(string Series, int Year), long>();
        foreach (var (series, year, count) in wanted)
        {
            await reader.ReadAsync(ct);
            first[(series, year)] = reader.GetInt64(0) - count + 1;
            await reader.NextResultAsync(ct);
        }

        return first;
    }
}
