using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Settings;

/// <summary>
/// Takes document numbers in the command's own transaction. The counter's row is locked until the commit, so no number
/// is assigned twice on any number of hosts, and a rollback leaves no gap.
/// </summary>
public static class NumberCounters
{
    private const string Sql =
        $"insert into {NumberTable.Qualified} as n (series, year, last) values ($1, $2, $3) "
        + "on conflict (series, year) do update set last = n.last + excluded.last returning last";

    /// <param name="connection">In a transaction.</param>
    /// <param name="wanted">Counters and how many numbers to take, always in the same order to avoid deadlocks.</param>
    /// <returns>The first of the numbers taken from each counter.</returns>
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
