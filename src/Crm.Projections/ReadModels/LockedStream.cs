using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Settings;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels;

/// <summary>A stream that a command locks and reads: its version and its inline document.</summary>
/// <param name="id">The stream.</param>
public abstract class LockedStream(Guid id)
{
    // A separate statement: the next one takes its snapshot after the lock is held, and so sees what the lock protects.
    private const string Lock = $"select version from {StoreTables.Streams} where id = $1 for update";

    public Guid Id { get; } = id;

    /// <summary>Version of the stream under the lock; 0 when it does not exist.</summary>
    public long Version { get; private protected set; }

    /// <summary>Marten's type name of the stream.</summary>
    public abstract string StreamType { get; }

    /// <summary>
    /// The stream begins with its first command and has no row to lock until then. The row is inserted before the lock
    /// is taken, and rolled back when the command writes nothing.
    /// </summary>
    public bool BeginsWithCommand { get; init; }

    internal virtual void AddLock(NpgsqlBatchCommandCollection commands)
    {
        if (BeginsWithCommand)
            commands.Add(EventAppender.EnsureStream(Id, StreamType));
        commands.Add(
            new(Lock)
            {
                Parameters =
                {
                    new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = Id },
                },
            }
        );
    }

    internal async Task ReadVersion(NpgsqlDataReader reader, CancellationToken ct)
    {
        Version = await reader.ReadAsync(ct) ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync(ct);
    }

    /// <summary>Replaces the state by that of an earlier version, from which a stored answer is rendered again.</summary>
    /// <param name="version">0: before the stream began.</param>
    public async Task Rewind(IQuerySession session, long version, CancellationToken ct)
    {
        await LoadDocument(session, version, ct);
        Version = version;
    }

    internal abstract void AddRead(NpgsqlBatchCommandCollection commands);

    internal abstract Task ReadDocument(NpgsqlDataReader reader, ISerializer json, CancellationToken ct);

    protected abstract Task LoadDocument(IQuerySession session, long version, CancellationToken ct);
}

/// <inheritdoc />
/// <typeparam name="TDocument">The inline document of the stream.</typeparam>
public sealed class LockedStream<TDocument>(Guid id) : LockedStream(id)
    where TDocument : class
{
    private static readonly string Name = StreamTypes.NameOf<TDocument>();
    private static readonly string Read = $"select data from {StreamTypes.TableOf<TDocument>()} where id = $1";

    public override string StreamType => Name;

    /// <summary>Null when the stream does not exist or is of another type.</summary>
    public TDocument? Document { get; private set; }

    /// <summary>Notes what a <see cref="LockedRead"/> has read under the lock.</summary>
    internal void Loaded(long version, TDocument? document) => (Version, Document) = (version, document);

    internal override void AddRead(NpgsqlBatchCommandCollection commands)
    {
        commands.Add(
            new(Read)
            {
                Parameters =
                {
                    new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = Id },
                },
            }
        );
    }

    protected override async Task LoadDocument(IQuerySession session, long version, CancellationToken ct) =>
        Document = version == 0 ? null : await session.Events.AggregateStreamAsync<TDocument>(Id, version, token: ct);

    internal override async Task ReadDocument(NpgsqlDataReader reader, ISerializer json, CancellationToken ct)
    {
        Document = await reader.ReadAsync(ct) ? json.FromJson<TDocument>(reader, 0) : null;
        await reader.NextResultAsync(ct);
    }
}

/// <summary>
/// All locks of one command, in the order that all commands use to avoid deadlocks: statement lines, deals by id,
/// proposals by id. Commands on other streams lock exactly one stream.
/// </summary>
public sealed record LockedStreams
{
    /// <summary>Read before any stream is locked: an advisory lock and what it protects.</summary>
    public LockedStaff? Staff { get; init; }
    public IReadOnlyList<LockedStream> Lines { get; init; } = [];
    public IReadOnlyList<LockedStream> Deals { get; init; } = [];
    public IReadOnlyList<LockedStream> Others { get; init; } = [];

    /// <summary>Additional reads under the locks.</summary>
    public IReadOnlyList<LockedRead> Reads { get; init; } = [];

    /// <summary>Read by every command on deals.</summary>
    public LockedBooks Books { get; } = new();

    public IEnumerable<LockedStream> InOrder =>
        [
            .. Lines.OrderBy(stream => stream.Id),
            .. Deals.OrderBy(stream => stream.Id),
            .. Others.OrderBy(stream => stream.Id),
        ];

    /// <summary>Everything that is locked, for commands that wait for each other.</summary>
    public IEnumerable<Guid> Queues =>
        [
            .. InOrder.Select(stream => stream.Id),
            .. Staff is null ? Array.Empty<Guid>() : [LockedStaff.Queue],
            .. Reads.Select(read => read.Queue).OfType<Guid>(),
        ];

    /// <summary>
    /// Takes all locks and reads everything in one round trip, including what is stored about earlier requests.
    /// </summary>
    /// <param name="connection">In a transaction, which determines how long the locks are held.</param>
    /// <param name="key">Id of the stored answer; null without an idempotency key.</param>
    /// <param name="suppliedId">Client-supplied id of the new item.</param>
    /// <param name="lockTimeout">How long to wait for the locks; null: as long as the session's <c>lock_timeout</c> says.</param>
    public async Task<EarlierRequest> Load(
        NpgsqlConnection connection,
        ISerializer json,
        string? key,
        Guid? suppliedId,
        TimeSpan? lockTimeout,
        CancellationToken ct
    )
    {
        var streams = InOrder.ToArray();
        IReadOnlyList<LockedRead> reads = Deals.Count > 0 ? [Books, .. Reads] : Reads;
        await using var batch = new NpgsqlBatch(connection);
        if (lockTimeout is { } limit)
            batch.BatchCommands.Add(LockTimeout.Set(limit));
        if (Staff is not null)
            LockedStaff.AddTo(batch.BatchCommands);
        foreach (var stream in streams)
            stream.AddLock(batch.BatchCommands);
        if (lockTimeout is not null)
            batch.BatchCommands.Add(LockTimeout.Reset());
        var keyed = key is not null || suppliedId is not null;
        if (keyed)
            batch.BatchCommands.Add(EarlierRequest.Read(key, suppliedId));
        foreach (var stream in streams)
            stream.AddRead(batch.BatchCommands);
        foreach (var read in reads)
            read.AddTo(batch.BatchCommands);

        // A command on none of several streams.
        if (batch.BatchCommands.Count == 0)
            return EarlierRequest.Nothing;
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (lockTimeout is not null)
            await reader.NextResultAsync(ct);
        if (Staff is not null)
            await Staff.Read(reader, json, ct);
        foreach (var stream in streams)
            await stream.ReadVersion(reader, ct);
        var kept = keyed ? await EarlierRequest.Read(reader, json, ct) : EarlierRequest.Nothing;
        foreach (var stream in streams)
            await stream.ReadDocument(reader, json, ct);
        foreach (var read in reads)
            await read.ReadFrom(reader, ct);
        return kept;
    }
}
