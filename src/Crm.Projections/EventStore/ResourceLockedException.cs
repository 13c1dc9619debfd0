using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>
/// A command found something locked that only its loaded state names, and does not wait for it while it holds locks and a connection.
/// </summary>
/// <param name="queue">The queue in which the command may wait before it is executed again.</param>
public sealed class ResourceLockedException(Guid queue, PostgresException? cause = null)
    : Exception("another command holds the resource", cause)
{
    public Guid Queue => queue;
}
