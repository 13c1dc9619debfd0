using Crm.Api.DealKinds;
using Crm.Api.Hosting;
using Crm.Api.Settings;
using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Projections.BankStatements;
using Crm.Projections.Idempotency;
using JasperFx;
using JasperFx.Events;
using Marten;

namespace Crm.Api.BankStatements;

/// <summary>What became of a line in one transaction.</summary>
/// <param name="Deal">The deal as it now is; null when it was not touched.</param>
/// <param name="Refused">Why the deal takes no such payment.</param>
public sealed record LineTurn(StatementLineDocument Line, DealDocument? Deal, Rejection? Refused);

/// <summary>A request that a line is settled by.</summary>
/// <param name="Before">Sees both under their locks before anything is decided, and throws what the caller may not.</param>
/// <param name="Beside">The answer, fixed in the transaction of the facts; null when nothing is to be kept.</param>
public sealed record LineRequest(
    Keys? Keys,
    Func<StatementLineDocument, DealDocument?, Task> Before,
    Func<StatementLineDocument, Task<StoredReply?>> Beside
)
{
    /// <summary>The answer: stored before under the key, or fixed now.</summary>
    public StoredReply? Answer { get; internal set; }
}

/// <summary>
/// The one way a line of a statement becomes a payment: the line's lock, then the deal's, the deal's own decision, and the facts of both in one commit. The lock of the line is
/// the arbiter between hosts: whoever comes second finds it settled. A line is locked before its deal, and no command locks a line from a deal: nobody waits in a circle.
/// </summary>
public sealed class LinePath(RequestStore store, TimeProvider clock, Kinds kinds, Company company)
{
    /// <summary>Sees a line and its deal under their locks and says what to record.</summary>
    /// <returns>The command for the deal and the fact of the line that goes with it; no command: the fact alone; neither: nothing.</returns>
    public delegate (RecordPayment? Pay, Fact? Line) Judge(StatementLine line, Deal deal);

    /// <summary>Others hold it: it may go well the next time.</summary>
    public static bool Busy(Exception e) =>
        ProblemBoundary.LockedOut(e) || e is ProblemException { Code: "resource.busy" };

    public async Task<LineTurn> Settle(
        IDocumentSession session,
        Importer by,
        Guid lineId,
        Guid dealId,
        Judge judge,
        LineRequest? request,
        CancellationToken ct
    )
    {
        if (lineId == Guid.Empty)
            throw ProblemException.NotFound("statement_line.not_found");
        Sign(session, by);
        var batch = session.CreateBatchQuery();
        var lineTask = batch.Events.FetchForExclusiveWriting<StatementLineDocument>(lineId);
        var dealTask = batch.Events.FetchForExclusiveWriting<DealDocument>(dealId);
        var keys = request?.Keys;
        var storedTask = keys is null ? null : batch.Load<IdempotentAnswer>(keys.Id);
        keys?.Mark(batch);
        await batch.Execute(ct);
        var (lines, deals) = (await lineTask, await dealTask);
        if (storedTask is not null && keys!.Fitting(await storedTask, clock.GetUtcNow()) is { } stored)
        {
            request!.Answer = await StoredReply.Replay(stored, session, ct);
            return new(lines.Aggregate!, null, null);
        }

        if (request is not null)
            await request.Before(
                lines.Aggregate ?? throw ProblemException.NotFound("statement_line.not_found"),
                deals.Aggregate
            );
        if (lines.Aggregate is not { } line || deals.Aggregate is not { } deal)
            throw new InvalidOperationException("a line or a deal that was there is gone");
        var intent = by.Intent(clock, company);
        var (pay, fact) = judge(line.State, deal.State);
        Decision? decision = null;
        if (pay is not null)
        {
            var situation = new Situation(
                deal.State,
                kinds.Process(deal.State.Kind.Code, deal.State.Kind.Version)!,
                intent
            );
            decision = pay.Decide(await CommandPath.Situation(session, situation, pay, ct));
            if (decision.Refused is { } refused)
                return new(line, null, refused);
            decision = await DocumentNumbers.Fill(session, decision, intent, ct);
            foreach (var one in decision.Facts)
            {
                deals.AppendOne(Facts.Recorded(session, one, intent.Now));
                deal = DealDocument.After(deal, deal.Id, one, intent.Now);
            }
        }

        if (fact is not null)
            line = Append(session, lines, line, fact, intent.Now);
        if (request is not null)
            request.Answer = await request.Beside(line);
        if (keys is not null && request!.Answer is { } answer)
            session.Store(answer.Under(keys, lineId, line.Version, intent.Now));
        if (fact is not null || pay is not null || keys is not null)
            await session.SaveChangesAsync(ct);
        return new(line, decision is null ? null : deal, null);
    }

    /// <summary>A line by itself, without a deal.</summary>
    /// <param name="judge">Sees it under its lock: why nothing changes, or the fact to record; neither: it is so already.</param>
    public async Task<Rejection?> Alone(
        IDocumentSession session,
        Importer by,
        Guid lineId,
        Func<StatementLine, (Rejection? Refused, Fact? Line)> judge,
        LineRequest request,
        CancellationToken ct
    )
    {
        Sign(session, by);
        var batch = session.CreateBatchQuery();
        var lineTask = batch.Events.FetchForExclusiveWriting<StatementLineDocument>(lineId);
        var storedTask = request.Keys is null ? null : batch.Load<IdempotentAnswer>(request.Keys.Id);
        request.Keys?.Mark(batch);
        await batch.Execute(ct);
        var lines = await lineTask;
        if (storedTask is not null && request.Keys!.Fitting(await storedTask, clock.GetUtcNow()) is { } stored)
        {
            request.Answer = await StoredReply.Replay(stored, session, ct);
            return null;
        }

        var line = lines.Aggregate ?? throw ProblemException.NotFound("statement_line.not_found");
        await request.Before(line, null);
        var (refused, fact) = judge(line.State);
        if (refused is not null)
            return refused;
        var now = clock.GetUtcNow();
        if (fact is not null)
            line = Append(session, lines, line, fact, now);
        request.Answer = await request.Beside(line);
        if (request.Keys is { } keys && request.Answer is { } answer)
            session.Store(answer.Under(keys, lineId, line.Version, now));
        if (fact is not null || request.Keys is not null)
            await session.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Lines that no invoice was found for, many in one commit.</summary>
    /// <param name="again">Also those that wait already, where they wait for something else by now.</param>
    public async Task Leave(
        Importer by,
        IReadOnlyCollection<(Guid Line, LineVerdict Verdict)> left,
        bool again,
        CancellationToken ct
    )
    {
        if (left.Count == 0)
            return;
        await using var session = store.Write();
        Sign(session, by);
        var batch = session.CreateBatchQuery();
        // In the order of their ids, as everybody: two who leave the same lines do not wait for each other in a circle.
        var tasks = left.OrderBy(x => x.Line)
            .Select(x => (x.Verdict, Stream: batch.Events.FetchForExclusiveWriting<StatementLineDocument>(x.Line)))
            .ToArray();
        await batch.Execute(ct);
        var now = clock.GetUtcNow();
        foreach (var (verdict, task) in tasks)
            if (
                await task is { Aggregate: { } line } stream
                && MatchAgain.Due(line.State, again)
                && MatchAgain.Left(line.State, verdict) is { } fact
            )
                Append(session, stream, line, fact, now);
        await session.SaveChangesAsync(ct);
    }

    public IDocumentSession Open() => store.Write();

    private static StatementLineDocument Append(
        IDocumentSession session,
        IEventStream<StatementLineDocument> stream,
        StatementLineDocument line,
        Fact fact,
        DateTimeOffset now
    )
    {
        var timed = fact with { HappenedAt = now };
        stream.AppendOne(Facts.Recorded(session, timed, now));
        return StatementLineDocument.After(line, line.Id, timed, now)!;
    }

    private static void Sign(IDocumentSession session, Importer by)
    {
        session.LastModifiedBy = by.Actor;
        session.CorrelationId = System.Diagnostics.Activity.Current?.TraceId.ToString();
        session.SetHeader("command", "settleBankStatement");
        session.SetHeader("credential", by.Credential);
    }
}
