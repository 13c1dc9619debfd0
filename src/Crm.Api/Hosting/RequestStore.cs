using Crm.Projections;
using Crm.Projections.Deals;
using JasperFx;
using Marten;

namespace Crm.Api.Hosting;

/// <summary>
/// The store that requests work with: the same tables as the daemon's, over connections with prepared statements. The schema is
/// the other one's business.
/// </summary>
public sealed class RequestStore(string connection, TimeProvider clock, EventBell bell) : IDisposable
{
    private readonly DocumentStore store = DocumentStore.For(o =>
    {
        CrmStore.Configure(o, connection, reports: false);
        o.Events.TimeProvider = clock;
        o.Events.UseListenNotifyForEventAppends = false;
        o.Listeners.Add(bell);
        o.AutoCreateSchemaObjects = AutoCreate.None;
    });

    /// <summary>A session that writes.</summary>
    public IDocumentSession Write() => store.LightweightSession();

    /// <summary>A session that reads.</summary>
    public IQuerySession Read() => store.QuerySession();

    /// <summary>Takes a deal's lock in a transaction of the session.</summary>
    public async Task<DealLoad> Load(
        IDocumentSession session,
        Guid deal,
        string? key,
        Guid? supplied,
        CancellationToken ct
    )
    {
        await session.BeginTransactionAsync(ct);
        return await DealLoad.Of(session.Connection, store.Options.Serializer(), deal, key, supplied, ct);
    }

    /// <summary>Writes a deal in the session's transaction and ends it.</summary>
    /// <param name="more">The session has something of its own to write: then it commits.</param>
    public async Task<long> Write(IDocumentSession session, DealWrite write, bool more, CancellationToken ct)
    {
        var position = await write.Execute(session.Connection, store.Options.Serializer(), commit: !more, ct);
        if (more)
        {
            // Where it turns out to have nothing, it would not commit either.
            session.QueueSqlCommand("set constraints all immediate");
            await session.SaveChangesAsync(ct);
        }

        bell.Ring();
        return position;
    }

    /// <summary>A deal that is opened: a transaction of one trip.</summary>
    public async Task<long> Open(DealWrite write, CancellationToken ct)
    {
        await using var trip = store.Storage.Database.CreateConnection();
        await trip.OpenAsync(ct);
        var position = await write.Execute(trip, store.Options.Serializer(), commit: false, ct);
        bell.Ring();
        return position;
    }

    public void Dispose() => store.Dispose();
}
