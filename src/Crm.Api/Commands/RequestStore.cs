using JasperFx;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// The store that requests work with: the same tables as the daemon's, over connections with prepared statements. The schema is
/// the other one's business.
/// </summary>
public sealed class RequestStore(string connection, TimeProvider clock, ProjectionNotifier notifier, IDealCards cards)
    : IDisposable
{
    private readonly DocumentStore store = DocumentStore.For(o =>
    {
        CrmStore.Configure(o, connection, cards, reports: false);
        o.Events.TimeProvider = clock;
        o.Events.UseListenNotifyForEventAppends = false;
        // The row of a new stream, with its type, is written before the events; the store would take a stream at version 0 for one without.
        o.Events.UseMandatoryStreamTypeDeclaration = false;
        o.Listeners.Add(notifier);
        o.AutoCreateSchemaObjects = AutoCreate.None;
    });

    public ISerializer Json => store.Options.Serializer();

    /// <summary>A session that writes.</summary>
    public IDocumentSession Write() => store.LightweightSession();

    /// <summary>A session whose events have this origin.</summary>
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

    /// <summary>A session that reads.</summary>
    public IQuerySession Read() => store.QuerySession();

    /// <summary>Writes in the session's transaction, and ends it where nothing follows.</summary>
    /// <returns>The position of the last event of the deals.</returns>
    public async Task<long> Execute(IDocumentSession session, CommandWrite write, bool commit)
    {
        var position = await write.Execute(session.Connection, new(Json, cards), commit, CancellationToken.None);
        if (commit && position > 0)
            notifier.Notify();
        return position;
    }

    /// <summary>Appends what the session writes by itself, and commits.</summary>
    /// <returns>The position of the last event of these streams; 0 without any.</returns>
    public async Task<long> AppendAndCommit(IDocumentSession session, CommandWrite write)
    {
        var appended = new List<IEvent>();
        foreach (var (stream, events) in write.Others)
        {
            var own = events.Select(one => Recorded(session, one, write.Stamp.RecordedAt)).ToArray();
            // With the version, so that the read models of the stream know theirs.
            session.Events.Append(stream.Id, stream.Version + own.Length, own.Cast<object>());
            appended.AddRange(own);
        }

        // With messages alone the session may have nothing of its own to write, and then it would not commit.
        session.QueueSqlCommand("set constraints all immediate");
        await session.SaveChangesAsync(CancellationToken.None);
        notifier.Notify();
        return appended.Select(one => one.Sequence).DefaultIfEmpty().Max();
    }

    /// <summary>A transaction of one round trip: a deal is opened.</summary>
    public async Task<long> ExecuteAlone(CommandWrite write)
    {
        await using var alone = store.Storage.Database.CreateConnection();
        await alone.OpenAsync();
        var position = await write.Execute(alone, new(Json, cards), commit: false, CancellationToken.None);
        notifier.Notify();
        return position;
    }

    /// <summary>Recorded at the command's own now, so that the answer, stored before the commit, tells the time that is stored.</summary>
    public static IEvent Recorded(IDocumentSession session, DomainEvent domainEvent, DateTimeOffset now)
    {
        var recorded = session.Events.BuildEvent(domainEvent);
        recorded.Timestamp = now;
        return recorded;
    }

    public void Dispose() => store.Dispose();
}
