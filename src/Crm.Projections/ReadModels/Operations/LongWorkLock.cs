using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.Operations;

/// <summary>Locks a long-running operation, so that execution and cancellation do not overwrite each other.</summary>
public static class LongWorkLock
{
    /// <summary>
    /// Begins the session's transaction, which holds the lock. Null when the operation does not exist.
    /// </summary>
    public static async Task<LongWork?> Take(IDocumentSession session, Guid id, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand($"select id from {StoreTables.LongWorks} where id = $1 for update");
        command.Parameters.AddWithValue(id);
        await using (await session.ExecuteReaderAsync(command, ct)) { }

        return await session.LoadAsync<LongWork>(id, ct);
    }

    /// <summary>
    /// Begins the session's transaction and serializes requests for the same operation across all hosts: of two
    /// concurrent requests the second one finds what the first one started.
    /// </summary>
    public static async Task TakeTurn(IDocumentSession session, string work, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            "select set_config('lock_timeout', '2s', true), pg_advisory_xact_lock(hashtextextended($1, 0))"
        );
        command.Parameters.AddWithValue(work);
        await using var taken = await session.ExecuteReaderAsync(command, ct);
    }

    /// <summary>The oldest operation on a subject that has not ended, of any kind; null: there is none.</summary>
    public static async Task<LongWork?> FindUnfinished(IQuerySession session, string subject, CancellationToken ct) =>
        await session
            .Query<LongWork>()
            .Where(work => work.Subject == subject && (work.State == "queued" || work.State == "running"))
            .OrderBy(work => work.CreatedAt)
            .FirstOrDefaultAsync(ct);

    /// <summary>The operation of this kind and subject that has not ended; null: there is none.</summary>
    public static async Task<LongWork?> FindUnfinished(
        IQuerySession session,
        string kind,
        string subject,
        CancellationToken ct
    ) =>
        await session
            .Query<LongWork>()
            .Where(work =>
                work.Kind == kind && work.Subject == subject && (work.State == "queued" || work.State == "running")
            )
            .OrderBy(work => work.CreatedAt)
            .FirstOrDefaultAsync(ct);
}
