using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>An additional read of a decision, under the locks of its streams and in the same round trip.</summary>
public abstract class LockedRead
{
    /// <summary>One statement with one result set.</summary>
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
/// A value that must be unique in addition to the id of the stream. It is claimed in the command's transaction before
/// its events: a unique index would reject it only after sequence numbers were drawn.
/// </summary>
public abstract record UniqueClaim(string TakenCode)
{
    /// <summary>Names the queue of commands that claim such values.</summary>
    public abstract Guid Queue { get; }

    /// <summary>False: the value is taken.</summary>
    /// <param name="waits">
    /// Waits while another command claims a value; otherwise throws a <see cref="ResourceLockedException"/>.
    /// </param>
    public abstract Task<bool> Take(NpgsqlConnection connection, bool waits, CancellationToken ct);
}
