using Npgsql;

namespace Crm.Api.Startup;

/// <summary>
/// An advisory lock: hosts and <c>db-apply</c> change the schema one after the other, each from what the one before has left. It is held
/// until the connection is closed.
/// </summary>
internal static class SchemaTurn
{
    private const string Lock = "select pg_advisory_lock(hashtextextended('crm: schema', 0))";

    /// <summary>Waits for the lock, however long the other one takes.</summary>
    public static async Task<NpgsqlConnection> Take(string connectionString, CancellationToken ct)
    {
        var connection = await Open(connectionString, ct);
        try
        {
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
