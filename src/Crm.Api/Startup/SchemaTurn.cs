using Npgsql;

namespace Crm.Api.Startup;

/// <summary>
/// An advisory lock: hosts and <c>db-apply</c> change the schema one after the other, each from what the one before has left. It is held
/// until the connection is closed.
/// </summary>
internal static class SchemaTurn
{
    /// <summary>Told before the wait for another host.</summary>
    public const string Waits = "Another host or db-apply is changing the schema: waiting until it has ended";

    private const string TryLock = "select pg_try_advisory_lock(hashtextextended('crm: schema', 0))";
    private const string Lock = "select pg_advisory_lock(hashtextextended('crm: schema', 0))";

    /// <summary>Waits for the lock, however long the other one takes.</summary>
    /// <param name="waits">Called before it waits.</param>
    public static async Task<NpgsqlConnection> Take(string connectionString, Action waits, CancellationToken ct)
    {
        var connection = await Open(connectionString, ct);
        try
        {
            await using (var attempt = new NpgsqlCommand(TryLock, connection))
                if (await attempt.ExecuteScalarAsync(ct) is true)
                    return connection;
            waits();
            await using var command = new NpgsqlCommand(Lock, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken ct)
    {
        // Not pooled: the lock lives as long as its connection.
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(ct);
        return connection;
    }
}
