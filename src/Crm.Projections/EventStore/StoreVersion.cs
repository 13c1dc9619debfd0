using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>How far a store has been migrated, and for which builds it still works.</summary>
/// <param name="Number">Number of the newest build that has migrated it; 1 when no build with a number has.</param>
/// <param name="Lowest">Number of the oldest build that it admits.</param>
public sealed record StoreVersion(int Number, int Lowest)
{
    private static readonly StoreVersion Unnumbered = new(1, 1);

    public bool Admits(int build) => build >= Lowest;

    /// <summary>The version of a store, which need not have any tables yet.</summary>
    public static async Task<StoreVersion> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using (
            var find = new NpgsqlCommand($"select to_regclass('{StoreVersionTable.Qualified}')::text", connection)
        )
            if (await find.ExecuteScalarAsync(ct) is not string)
                return Unnumbered;
        await using var command = new NpgsqlCommand(
            $"select number, lowest from {StoreVersionTable.Qualified}",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetInt32(0), reader.GetInt32(1)) : Unnumbered;
    }

    /// <inheritdoc cref="Read(NpgsqlConnection, CancellationToken)"/>
    public static async Task<StoreVersion> Read(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return await Read(connection, ct);
    }

    /// <summary>Records that a build has migrated the store. A number never falls.</summary>
    public static async Task Record(NpgsqlConnection connection, int number, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into {StoreVersionTable.Qualified} as store (id, number, lowest) values (1, $1, 1)
            on conflict (id) do update set number = excluded.number where store.number < excluded.number
            """,
            connection
        );
        command.Parameters.AddWithValue(number);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Removes what migrations remove that have not run on this store, in their order; each with the number that it admits, or neither.
    /// </summary>
    public static async Task Contract(
        NpgsqlConnection connection,
        IEnumerable<StoreMigration> migrations,
        CancellationToken ct
    )
    {
        var contracted = await ReadContracted(connection, ct);
        foreach (var migration in migrations.Where(migration => migration.Number > contracted))
        {
            if (migration.Removes is not { } contraction)
                continue;
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var command = new NpgsqlCommand(
                $"""
                {contraction.Sql};
                update {StoreVersionTable.Qualified} set contracted = {migration.Number}, lowest = greatest(lowest, {contraction.Admits})
                """,
                connection,
                transaction
            );
            await command.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>The number of the last contracting migration that has run; 0 when none has.</summary>
    private static async Task<int> ReadContracted(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(contracted), 0) from {StoreVersionTable.Qualified}",
            connection
        );
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
