using Marten;

namespace Crm.Api.Startup;

/// <summary>
/// The connection on which Marten waits for news of appended events. Neither the host nor the store closes it (Marten
/// 9.58), so it would outlive them and report with a stack trace that the private PostgreSQL stops.
/// </summary>
public sealed class EventListener : IDisposable
{
    private StoreOptions? options;

    /// <summary>The host whose listener is closed on disposal.</summary>
    public void Follow(IServiceProvider services) =>
        options = services.GetRequiredService<IDocumentStore>() is DocumentStore store ? store.Options : null;

    /// <summary>Closes the connection. The daemon that waits on it must have ended, so the host is disposed before.</summary>
    public void Dispose() => (options?.Projections.Wakeup as IDisposable)?.Dispose();
}
