using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>What else a decision reads, under the locks of its streams and in the same round trip.</summary>
public abstract class LockedRead
{
    /// <summary>One statement with one result.</summary>
    protected abstract NpgsqlBatchCommand Command { get; }

    protected abstract Task Read(NpgsqlDataReader reader, CancellationToken ct);

    internal void AddTo(NpgsqlBatchCommandCollection commands) => commands.Add(Command);

    internal async Task ReadFrom(NpgsqlDataReader reader, CancellationToken ct)
    {
        await Read(reader, ct);
        await reader.NextResultAsync(ct);
    }
}

/// <summary>
/// A value that must be unique besides the id of the stream. It is claimed in the command's transaction and before its events: a
/// unique index would refuse it only after sequence numbers were drawn.
/// </summary>
public abstract record UniqueClaim(string TakenCode)
{
    /// <summary>False: something else has the value.</summary>
    public abstract Task<bool> Take(NpgsqlConnection connection, CancellationToken ct);
}
