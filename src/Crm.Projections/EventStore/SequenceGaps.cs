using JasperFx.Events;
using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>
/// Numbers of the event sequence that were drawn and never written, because the backend was killed between the number and its commit.
/// The reports wait for such a number until every older transaction has ended. A tombstone event with exactly that number ends the wait.
/// </summary>
/// <remarks>
/// The primary key makes it safe. Where a writer has written the row already, the insert waits for its commit, at most for the lock
/// timeout. A writer that comes later fails before its command is acknowledged, and the command is executed again.
/// </remarks>
public sealed class SequenceGaps(NpgsqlDataSource database)
{
    /// <summary>The reports stop at the first missing number, so a window after their position is enough.</summary>
    private const int Window = 10_000;

    private const string Missing = $"""
        select number from (select
            coalesce((select {StoreColumns.LastSequence} from {StoreTables.Progression} where name = 'HighWaterMark'), 0) as reached,
            (select max({StoreColumns.Sequence}) from {StoreTables.Events}) as last) as bounds
        cross join lateral generate_series(bounds.reached + 1, least(bounds.last, bounds.reached + $1)) as number
        where not exists (select from {StoreTables.Events} where {StoreColumns.Sequence} = number)
        order by number limit 1000
        """;

    private const string Lock = "select pg_try_advisory_xact_lock(hashtextextended('crm.sequence_gaps', 0))";

    private const string Stream = $"""
        insert into {StoreTables.Streams} (id, version, timestamp, {StoreColumns.Tenant}, {StoreColumns.IsArchived})
        values ($1, 0, now(), '{EventAppender.Tenant}', false) on conflict (id) do nothing
        """;

    // As Marten writes its own: the version is the number, so no two tombstones of the stream collide.
    private const string InsertTombstone = $$"""
        insert into {{StoreTables.Events}}
        ({{StoreColumns.Sequence}}, id, {{StoreColumns.Stream}}, version, data, type, {{StoreColumns.Tenant}}, timestamp,
        {{StoreColumns.DotNetType}}, {{StoreColumns.IsArchived}})
        values ($2, gen_random_uuid(), $1, $2, '{}', $3, '{{EventAppender.Tenant}}', transaction_timestamp(), $4, false)
        """;

    private static readonly string DotNetType =
        $"{typeof(Tombstone).FullName}, {typeof(Tombstone).Assembly.GetName().Name}";

    /// <summary>The missing numbers between the position of the reports and the last event, the lowest first.</summary>
    public async Task<IReadOnlyList<long>> FindMissing(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Missing);
        command.Parameters.AddWithValue(Window);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<long> missing = [];
        while (await reader.ReadAsync(ct))
            missing.Add(reader.GetInt64(0));
        return missing;
    }

    /// <summary>Writes the tombstone of a number.</summary>
    /// <returns>False when another host is filling gaps, or a writer holds the number or has written it.</returns>
    public async Task<bool> Fill(long number, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var taken = new NpgsqlCommand(Lock, connection, transaction))
            if (await taken.ExecuteScalarAsync(ct) is not true)
                return false;
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(Stream) { Parameters = { new() { Value = Tombstone.StreamId } } });
        batch.BatchCommands.Add(
            new(InsertTombstone)
            {
                Parameters =
                {
                    new() { Value = Tombstone.StreamId },
                    new() { Value = number },
                    new() { Value = Tombstone.Name },
                    new() { Value = DotNetType },
                },
            }
        );
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            // Not cancelled: an unknown outcome would be harmless, but a number filled late holds the reports up for longer.
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }
}
