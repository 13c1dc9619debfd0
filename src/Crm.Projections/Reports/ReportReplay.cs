using Marten;
using Marten.Events;

namespace Crm.Projections.Reports;

/// <summary>Replays stored events through a report, exactly up to a position.</summary>
internal sealed class ReportReplay(IDocumentStore store, IDealReport report, int pageSize)
{
    /// <summary>Position of the last replayed event.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// Replays one page. All events up to the target are committed, because a live shard has passed it.
    /// </summary>
    public async Task Page(long target, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var events = await session
            .Events.QueryAllRawEvents()
            .Where(x => x.EventTypesAre(report.Events))
            .Where(x => x.Sequence > Position && x.Sequence <= target)
            .OrderBy(x => x.Sequence)
            .Take(pageSize)
            .ToListAsync(ct);
        await report.ApplyAsync(session, events, ct);
        await session.SaveChangesAsync(ct);
        Position = events.Count < pageSize ? target : events[^1].Sequence;
    }

    public async Task To(long target, CancellationToken ct)
    {
        while (Position < target)
            await Page(target, ct);
    }
}
