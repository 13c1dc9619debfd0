using JasperFx;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// The Marten store of requests: the same tables as the daemon's store, over connections with prepared statements. It
/// does not manage the schema; the other store does.
/// </summary>
public sealed class RequestStore(string connection, TimeProvider clock, ProjectionNotifier notifier, IDealCards cards)
    : IDisposable
{
    private readonly DocumentStore store = DocumentStore.For(o =>
    {
        CrmStore.Configure(o, connection, cards, reports: false);
        o.Events.TimeProvider = clock;
        o.Events.UseListenNotifyForEventAppends = false;
        // CommandWrite inserts the row of a new stream, with its type, before the events. Marten would take a stream at
        // version 0 for an untyped one.
        o.Events.UseMandatoryStreamTypeDeclaration = false;
        o.Listeners.Add(notifier);
        o.AutoCreateSchemaObjects = AutoCreate.None;
        // Marten retries by itself, on a new connection and with its own operations only. What the command has written over the
        // session's connection was rolled back by then, so a part of the command would be committed and acknowledged as a whole.
        o.ConfigureWritePolly(_ => { });
        // A read that failed inside a transaction would be retried in the aborted transaction, whose error hides the cause.
        o.ConfigurePolly(_ => { });
    });

    public ISerializer Json => store.Options.Serializer();

    /// <summary>A session for writing.</summary>
    public IDocumentSession Write() => store.LightweightSession();

    /// <summary>A session that stores this origin with its events.</summary>
    public IDocumentSession Write(EventOrigin origin)
    {
        var session = store.LightweightSession();
        session.LastModifiedBy = origin.User;
        session.CorrelationId = origin.Correlation;
        session.CausationId = origin.Causation;
        foreach (var (name, value) in origin.Headers)
            session.SetHeader(name, value);
        return session;
    }

    /// <summary>A session for reading.</summary>
    public IQuerySession Read() => store.QuerySession();

    /// <summary>Writes in the session's transaction, and commits it unless more follows.</summary>
    /// <returns>Position of the last event of the deals.</returns>
    public async Task<long> Execute(IDocumentSession session, CommandWrite write, bool commit)
    {
        var position = await write.Execute(session.Connection, new(Json, cards), commit, CancellationToken.None);
        if (commit && position > 0)
            notifier.Notify();
        return position;
    }

    /// <summary>Appends the events that the Marten session writes, and commits.</summary>
    /// <returns>Position of the last event of these streams; 0 without any.</returns>
    public async Task<long> AppendAndCommit(IDocumentSession session, CommandWrite write)
    {
        var appended = new List<IEvent>();
        foreach (var (stream, events) in write.Others)
        {
            var own = events.Select(one => Recorded(session, one, write.Stamp.RecordedAt)).ToArray();
            // With the expected version, so that the read models of the stream get theirs.
            session.Events.Append(stream.Id, stream.Version + own.Length, own.Cast<object>());
            appended.AddRange(own);
        }

        // A session with only messages may have no operation of its own, and would then not commit.
        session.QueueSqlCommand("set constraints all immediate");
        await session.SaveChangesAsync(CancellationToken.None);
        notifier.Notify();
        return appended.Select(one => one.Sequence).DefaultIfEmpty().Max();
    }

    /// <summary>A transaction in a single round trip, for opening a deal.</summary>
    public async Task<long> ExecuteAlone(CommandWrite write)
    {
        await using var alone = store.Storage.Database.CreateConnection();
        await alone.OpenAsync();
        var position = await write.Execute(alone, new(Json, cards), commit: false, CancellationToken.None);
        notifier.Notify();
        return position;
    }

    /// <summary>
    /// Recorded with the command's own time, so that the answer, which is stored before the commit, contains the stored
    /// time.
    /// </summary>
    public static IEvent Recorded(IDocumentSession session, DomainEvent domainEvent, DateTimeOffset now)
    {
        var recorded = session.Events.BuildEvent(domainEvent);
        recorded.Timestamp = now;
        return recorded;
    }

    /// <summary>Closes the pool's idle sessions now, and the others when they are returned.</summary>
    public void CloseSessions() => ((Weasel.Postgresql.PostgresqlDatabase)store.Storage.Database).DataSource.Clear();

    public void Dispose() => store.Dispose();
}
