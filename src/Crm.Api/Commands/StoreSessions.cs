using Marten;
using Npgsql;
using Weasel.Postgresql;

namespace Crm.Api.Commands;

/// <summary>The sessions of all pools of the host.</summary>
public sealed class StoreSessions(RequestStore requests, NpgsqlDataSource reads, IDocumentStore daemon)
{
    /// <summary>
    /// Closes the idle sessions now, and the others when they are returned. A session stays read-only when it was opened while the
    /// database was, and after a failover it may still lead to the old primary.
    /// </summary>
    public void Close()
    {
        reads.Clear();
        requests.CloseSessions();
        ((PostgresqlDatabase)daemon.Storage.Database).DataSource.Clear();
    }
}
