using Crm.Api.Telemetry;
using Crm.Projections.Idempotency;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// The only way for a command to its streams, from endpoints, timers, imports and rules alike. Steps: idempotency,
/// locks, authorization under the lock, If-Match, decision, numbers, events, read models, stored answer, outgoing
/// messages, one commit (ADR 3).
/// </summary>
public sealed class CommandPipeline(
    CommandQueues queues,
    CommandLoader loader,
    CommandWriter writer,
    AnswerRenderers answers,
    AnswerReplays replays,
    CrmMetrics metrics,
    TimeProvider clock
)
{
    public async Task<CommandOutcome> Execute(CommandPlan plan, CancellationToken ct)
    {
        var outcome = await ExecuteInTurn(plan, ct);
        metrics.CommandExecuted(plan.Request.Origin.Operation, outcome.Name);
        return outcome;
    }

    /// <summary>
    /// Waits for the command's turn before it opens a connection. What only the loaded state names, such as the deal's client, is tried
    /// without waiting; if it is locked, the command begins again with a turn for that, too.
    /// </summary>
    private async Task<CommandOutcome> ExecuteInTurn(CommandPlan plan, CancellationToken ct)
    {
        var (begun, awaited) = (queues.Begin(), new List<Guid>());
        while (true)
        {
            var streams = plan.Queues.Concat(awaited);
            using var turn = await queues.Enter(streams, plan.Request, begun, ct);
            if (turn is null)
                return queues.IsInFlight(streams, plan.Request.Key)
                    ? new CommandOutcome.KeyInProgress()
                    : await Busy(plan, ct);
            try
            {
                return await ExecuteOnce(plan, turn, ct);
            }
            catch (ResourceLockedException e) when (!plan.Request.IsBackground)
            {
                awaited.Add(e.Queue);
                plan.Reset();
            }
        }
    }

    private async Task<CommandOutcome> Busy(CommandPlan plan, CancellationToken ct) =>
        await loader.IsInFlight(plan.Request.Key, ct) ? new CommandOutcome.KeyInProgress() : new CommandOutcome.Busy();

    private async Task<CommandOutcome> ExecuteOnce(CommandPlan plan, CommandTurn turn, CancellationToken ct)
    {
        try
        {
            await using var session = loader.OpenSession(plan.Request.Origin);
            var kept = await loader.Load(session, plan, turn, ct);
            var denied = plan.Find() ?? plan.Authorize() ?? Missing(plan);
            if (denied is not CommandOutcome.NotFound && await Replay(session, plan, kept, denied, ct) is { } replayed)
                return replayed;
            if (denied is not null)
                return denied;
            if (kept.Digest is { } digest)
                return await RepeatCreation(session, plan, digest, ct);
            if (await Compare(session, plan, ct) is { } stale)
                return stale;
            var decision = plan.Decide();
            return decision.Interrupted
                ?? (
                    plan.Request.IsDryRun ? await Preview(session, plan, decision, turn, ct)
                    : decision.Refusal is { } refusal ? await Refuse(session, plan, refusal)
                    : decision.HasEvents ? await writer.Write(session, plan, decision.Streams, turn, ct)
                    : await AlreadySatisfied(session, plan, ct)
                );
        }
        catch (Exception e)
            when (StoreFaults.IsLockedOut(e) && (e is not ResourceLockedException || plan.Request.IsBackground))
        {
            return await Busy(plan, ct);
        }
        catch (Exception e) when (plan.Request.SuppliedId is not null && StoreFaults.IsCollision(e))
        {
            // Two concurrent requests used the same new id on different streams: their locks do not conflict, but the
            // id does.
            return new CommandOutcome.IdTaken();
        }
    }

    /// <summary>The request was admitted only for the answer that is stored under its key.</summary>
    private static CommandOutcome.Forbidden? Missing(CommandPlan plan) =>
        plan.Request.Preconditions.Missing is { } missing ? new(missing) : null;

    /// <summary>The stored outcome of the request's key; null when the command must be executed or is denied.</summary>
    private async Task<CommandOutcome?> Replay(
        IDocumentSession session,
        CommandPlan plan,
        EarlierRequest kept,
        CommandOutcome? denied,
        CancellationToken ct
    )
    {
        if (
            plan.Request.Key is not { } key
            || kept.Answer is not { } answer
            || !IdempotencyKey.IsAlive(answer, clock.GetUtcNow())
        )
            return null;
        if (!key.Matches(answer))
            return denied ?? new CommandOutcome.KeyReused();
        return await replays.Replay(session, plan, answer, ct) is { } replayed
            ? new CommandOutcome.Replayed(replayed, await loader.Position(session, answer.Stream, answer.Version, ct))
            : new CommandOutcome.NotFound(plan.NotFoundCode);
    }

    /// <summary>
    /// The client-supplied id was used before: by an equal request, which is replayed, or by a different one.
    /// </summary>
    private async Task<CommandOutcome> RepeatCreation(
        IDocumentSession session,
        CommandPlan plan,
        CreationDigest digest,
        CancellationToken ct
    ) =>
        plan.Request.SuppliedId?.Digest.Is(digest.Digest) == true
            ? await AlreadySatisfied(session, plan, ct)
            : new CommandOutcome.IdTaken();

    private async Task<CommandOutcome?> Compare(IDocumentSession session, CommandPlan plan, CancellationToken ct) =>
        plan.Request.Preconditions.Versions is { } wanted && !wanted.Contains(plan.Version)
            ? new CommandOutcome.Stale(await loader.ReadEventsSince(session, plan.VersionedStreams, wanted.Max(), ct))
            : null;

    /// <summary>Values that the events would claim are claimed, too: the transaction is rolled back.</summary>
    private static async Task<CommandOutcome> Preview(
        IDocumentSession session,
        CommandPlan plan,
        CommandDecision decision,
        CommandTurn turn,
        CancellationToken ct
    )
    {
        if (decision.Refusal is { } refusal)
            return new CommandOutcome.Previewed(refusal.Decision.Refused, null);
        foreach (var claim in plan.Claims(decision.Streams))
            if (!await claim.Take(session.Connection, turn.Holds(claim.Queue), ct))
                return new CommandOutcome.Previewed(Rejection.Conflict(claim.TakenCode), null);
        return new CommandOutcome.Previewed(
            null,
            plan.Result(decision.Streams) with
            {
                Warnings = [.. decision.Streams.SelectMany(one => one.Decision.Warnings)],
            }
        );
    }

    /// <summary>Nothing changes; a refusal that is recorded as an event is written together with its answer.</summary>
    private async Task<CommandOutcome> Refuse(IDocumentSession session, CommandPlan plan, StreamDecision refusal)
    {
        var rejection = refusal.Decision.Refused!;
        var answer = answers.Render(plan.Request, rejection);
        return refusal.Events.Count == 0
            ? new CommandOutcome.Refused(rejection, answer)
            : new CommandOutcome.Refused(rejection, answer, await writer.WriteRefusal(session, plan, refusal, answer));
    }

    /// <summary>
    /// Answers with the current state, without an event. The answer is stored under the key nevertheless: a late
    /// repetition, when the state has changed again, must not execute the command.
    /// </summary>
    private async Task<CommandOutcome> AlreadySatisfied(
        IDocumentSession session,
        CommandPlan plan,
        CancellationToken ct
    )
    {
        var result = plan.Result([]);
        if (plan.Request.IsDryRun)
            return new CommandOutcome.Previewed(null, result);
        if (!answers.Answers(plan.Request))
        {
            if (plan.Refreshed.Count > 0)
                await writer.Keep(session, plan, null);
            return new CommandOutcome.AlreadySatisfied(result, new StoredAnswer(200, []), null);
        }

        var answer = (await answers.Render(plan.Request, result, ct)).AsAlreadySatisfied();
        var (last, position) = await loader.Last(session, plan.Streams, ct);
        if (plan.Request.Key is { } key)
            await writer.Keep(session, plan, answer.KeepUnder(key, last, plan.Context.Now, Basis(plan, result)));
        else if (plan.Refreshed.Count > 0)
            await writer.Keep(session, plan, null);
        return new CommandOutcome.AlreadySatisfied(result, answer, position);
    }

    private static AnswerBasis Basis(CommandPlan plan, CommandResult result) =>
        AnswerBases.Of(
            plan.Request.Viewer,
            plan.Owners(result),
            [.. plan.Streams.InOrder.Select(one => new StreamSpan(one.Id, one.Version, one.Version))]
        );
}
