using Crm.Projections.ReadModels.Operations;
using Marten;

namespace Crm.Api.Operations;

/// <summary>Records the progress of a long-running operation.</summary>
internal static class OperationProgress
{
    /// <summary>False when the operation was cancelled or has ended.</summary>
    public static async Task<bool> Record(
        IDocumentStore store,
        Guid id,
        TimeProvider clock,
        Action<LongWork> change,
        CancellationToken ct
    )
    {
        await using var session = store.LightweightSession();
        if (await LongWorkLock.Take(session, id, ct) is not { State: "queued" or "running" } work)
            return false;
        change(work);
        work.UpdatedAt = clock.GetUtcNow();
        session.Store(work);
        await session.SaveChangesAsync(ct);
        return true;
    }
}
