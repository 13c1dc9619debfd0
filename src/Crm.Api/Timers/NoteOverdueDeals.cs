using Crm.Api.DealKinds;
using Crm.Api.Hosting;
using Crm.Api.Settings;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Projections.Deals;
using Marten;
using Npgsql;

namespace Crm.Api.Timers;

/// <summary>Rings every minute: what became overdue or expired by now becomes a fact.</summary>
public sealed record NoteOverdueDeals;

/// <summary>
/// The durable timer of due dates (ADR 0006). The date stands in the deal's own row, so there is nothing to schedule, cancel or
/// lose; the ring is Wolverine's, one per cluster. Each deal is decided under its lock: a date is noted once, whoever rings.
/// </summary>
public static class NoteOverdueDealsHandler
{
    private const int AtOnce = 500;

    public static async Task Handle(
        NoteOverdueDeals _,
        RequestStore store,
        NpgsqlDataSource database,
        Kinds kinds,
        Company company,
        TimeProvider clock,
        ILogger<NoteOverdueDeals> log,
        CancellationToken ct
    )
    {
        await company.Refresh(ct);
        await kinds.Refresh(ct);
        for (var due = await Due(database, clock, ct); due.Count > 0; due = await Due(database, clock, ct))
        {
            foreach (var id in due)
                await Note(id, store, kinds, company, clock, ct);
            log.LogInformation("Noted what is overdue on {Count} deals", due.Count);
        }
    }

    private static async Task<List<Guid>> Due(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id from crm.mt_doc_deal where next_due_at <= $1 order by next_due_at limit {AtOnce}"
        );
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Guid> ids = [];
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    private static async Task Note(
        Guid id,
        RequestStore store,
        Kinds kinds,
        Company company,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await using var session = store.Write();
        session.LastModifiedBy = Caller.Server.Actor;
        session.SetHeader("command", "note-overdue");
        var stream = await session.Events.FetchForExclusiveWriting<DealDocument>(id, ct);
        if (stream.Aggregate?.State is not { } deal)
            return;
        var situation = new Situation(
            deal,
            kinds.Process(deal.Kind.Code, deal.Kind.Version)!,
            Intents.Of(Caller.Server, clock, company, null)
        );
        foreach (var fact in new NoteOverdue().Decide(situation).Facts)
            stream.AppendOne(Facts.Recorded(session, fact, situation.Intent.Now));
        await session.SaveChangesAsync(ct);
    }
}
