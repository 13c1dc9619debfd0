using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>An additional read of a decision, under the locks of its streams and in the same round trip.</summary>
public abstract class LockedRead
{
    /// <summary>One statement with one result set.</summary>
    protected abstract NpgsqlBatchCommand Command { get; }

    /// <summary>
    /// A lock of its own, held to the end of the transaction. A separate statement: the read takes its snapshot after the lock is held.
    /// </summary>
    protected virtual NpgsqlBatchCommand? Lock => null;

    /// <summary>Names the queue of commands that take the lock; null: there is none.</summary>
    public virtual Guid? Queue => null;

    protected abstract Task Read(NpgsqlDataReader reader, CancellationToken ct);

    /// <summary>Takes the lock and reads, for a command that locks no stream.</summary>
    /// <param name="connection">In a transaction, which determines how long the lock is held.</param>
    public async Task Load(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch.BatchCommands);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadFrom(reader, ct);
    }

    internal void AddTo(NpgsqlBatchCommandCollection commands)
    {
        if (Lock is { } taken)
            commands.Add(taken);
        commands.Add(Command);
    }

    internal async Task ReadFrom(NpgsqlDataReader reader, CancellationToken ct)
    {
        if (Lock is not null)
            await reader.NextResultAsync(ct);
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
