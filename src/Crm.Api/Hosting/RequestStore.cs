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

    public void Dispose() => store.Dispose();
}
