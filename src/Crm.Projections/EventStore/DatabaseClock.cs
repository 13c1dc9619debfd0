using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>Compares a machine's clock with that of the database, over a connection of its own.</summary>
/// <param name="machine">The machine's clock; also measures how long an answer takes.</param>
public sealed class DatabaseClock(string connection, TimeProvider machine) : IAsyncDisposable
{
    private const int Samples = 3;

    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = 1,
            Timeout = 5,
            CommandTimeout = 5,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 10,
            ApplicationName = "crm-clock",
        }
    );

    public TimeProvider Machine => machine;

    /// <summary>
    /// How far the machine's clock is ahead of the database's; negative: behind. What the way of the question and the answer may account
    /// for is left out, so a slow network, or a paused machine, is no difference.
    /// </summary>
    public async Task<TimeSpan> Difference(CancellationToken ct)
    {
        await using var open = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select clock_timestamp()", open);
        var (best, shortest) = (TimeSpan.Zero, TimeSpan.MaxValue);
        for (var sample = 0; sample < Samples; sample++)
        {
            var (before, started) = (machine.GetUtcNow(), machine.GetTimestamp());
            var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!);
            var trip = machine.GetElapsedTime(started);
            if (trip < shortest)
                (best, shortest) = (before + trip / 2 - there, trip);
        }

        var rest = best.Duration() - shortest / 2;
        return rest <= TimeSpan.Zero ? TimeSpan.Zero
            : best < TimeSpan.Zero ? -rest
            : rest;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
