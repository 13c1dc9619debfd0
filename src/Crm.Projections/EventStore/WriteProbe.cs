using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>
/// Writes a few bytes to the log of the database and commits, without a table. It has a connection of its own, so that a full pool does
/// not look like a database that is away.
/// </summary>
public sealed class WriteProbe(string connection) : IAsyncDisposable
{
    // On a standby the function would fail with an internal error.
    private const string WriteToLog = $"""
        select case when {IsReadOnlyNow} then false else pg_logical_emit_message(true, 'crm', 'ready') is not null end
        """;

    private const string IsReadOnlyNow = "pg_is_in_recovery() or current_setting('transaction_read_only')::boolean";

    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = 1,
            Timeout = 1,
            CommandTimeout = 1,
            CancellationTimeout = -1, // A server that does not answer is not asked to cancel either.
            ConnectionLifetime = 30, // Defaults that were changed for new sessions are noticed.
            ApplicationName = "crm-health",
        }
    );

    private readonly Lock gate = new();
    private Task<bool>? running;

    /// <summary>Whether the database accepts writes; probes at the same time are one.</summary>
    public Task<bool> Write()
    {
        lock (gate)
            return running is { IsCompleted: false } ? running : running = Probe();
    }

    /// <summary>Whether a new session can only read: a standby, or a database that was made read-only.</summary>
    public static async Task<bool> IsReadOnly(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"select {IsReadOnlyNow}", connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<bool> Probe()
    {
        // Not inside the lock: the first steps of a connection run synchronously.
        await Task.Yield();
        await using var command = database.CreateCommand(WriteToLog);
        return await command.ExecuteScalarAsync() is true;
    }
}
