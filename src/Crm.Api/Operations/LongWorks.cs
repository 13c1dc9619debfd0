using Marten;
using Npgsql;

namespace Crm.Api.Operations;

/// <summary>How far long work has come, for whoever follows it.</summary>
internal static class LongWorks
{
    /// <summary>False when the operation was cancelled or has ended.</summary>
    public static async Task<bool> Note(
        IDocumentStore store,
        Guid id,
        TimeProvider clock,
        Action<LongWork> change,
        CancellationToken ct
    )
    {
        await using var session = store.LightweightSession();
        if (await Held(session, id, ct) is not { State: "queued" or "running" } work)
            return false;
        change(work);
        work.UpdatedAt = clock.GetUtcNow();
        session.Store(work);
        await session.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Under the lock of its row: who works on it and who cancels it do not overwrite each other.</summary>
    public static async Task<LongWork?> Held(IDocumentSession session, Guid id, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand("select id from crm.mt_doc_long_work where id = $1 for update");
        take.Parameters.AddWithValue(id);
        await using (await session.ExecuteReaderAsync(take, ct)) { }

        return await session.LoadAsync<LongWork>(id, ct);
    }
}
