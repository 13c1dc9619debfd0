using Marten;
using Marten.Events;

namespace Crm.Projections.Reports;

/// <summary>Replays stored events through a report, up to a position and not one event further.</summary>
internal sealed class ReportReplay(IDocumentStore store, IDealReport report, int pageSize)
{
    /// <summary>The position of the events that the rebuilt report has seen.</summary>
    public long Position { get; private set; }

    /// <summary>One page of events. All events up to the target must be committed: a live shard was there.</summary>
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
