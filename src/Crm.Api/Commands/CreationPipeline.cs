using Crm.Api.Telemetry;
using Crm.Projections.Idempotency;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Runs commands that create a stream.</summary>
public sealed class CreationPipeline(
    CommandQueues queues,
    CommandLoader loader,
    CommandWriter writer,
    AnswerRenderers answers,
    AnswerReplays replays,
    CrmMetrics metrics,
    TimeProvider clock
)
{
    public async Task<CommandOutcome> Execute(CreationPlan plan, CancellationToken ct)
    {
        var outcome = await ExecuteInTurn(plan, ct);
        metrics.CommandExecuted(plan.Request.Origin.Operation, outcome.Name);
        return outcome;
    }

    /// <summary>Waits for its turn before it opens a connection, as <see cref="CommandPipeline"/> does.</summary>
    private async Task<CommandOutcome> ExecuteInTurn(CreationPlan plan, CancellationToken ct)
    {
        using var turn = await queues.Enter(plan.Queues, plan.Request, queues.Begin(), ct);
        if (turn is not null)
            return await ExecuteOnce(plan, ct);
        return queues.IsInFlight(plan.Queues, plan.Request.Key) || await loader.IsInFlight(plan.Request.Key, ct)
            ? new CommandOutcome.KeyInProgress()
            : new CommandOutcome.Busy();
    }

    private async Task<CommandOutcome> ExecuteOnce(CreationPlan plan, CancellationToken ct)
    {
        if (plan.Request.Preconditions.Missing is { } missing)
            return await Repeat(plan, ct) ?? new CommandOutcome.Forbidden(missing);
        return await Create(plan, mayRetry: true, ct);
    }

    private async Task<CommandOutcome> Create(CreationPlan plan, bool mayRetry, CancellationToken ct)
    {
        try
        {
            var outcome = await DecideAndWrite(plan, ct);
            // A repetition of an earlier creation is replayed and not judged again: its happenedAt may be refused by now.
            return outcome is null or CommandOutcome.Refused
                ? await Repeat(plan, ct) ?? outcome ?? new CommandOutcome.IdTaken(plan.TakenCode)
                : outcome;
        }
        catch (Exception e) when (StoreFaults.IsLockedOut(e))
        {
            // Waited for the same key, or for the same id or code under another key; PostgreSQL reports the index.
            return plan.Request.Key is not null && StoreFaults.WaitedForKey(e)
                ? new CommandOutcome.KeyInProgress()
                : new CommandOutcome.Busy();
        }
        catch (Exception e) when (StoreFaults.IsCollision(e))
        {
            if (await Repeat(plan, ct) is { } repeated)
                return repeated;
            // Collided with an expired answer, which Repeat has removed: the key is free now.
            return mayRetry && plan.Request.Key is not null
                ? await Create(plan, mayRetry: false, ct)
                : new CommandOutcome.IdTaken(plan.TakenCode);
        }
    }

    /// <returns>Null: a unique value that the new stream claims is taken.</returns>
    private async Task<CommandOutcome?> DecideAndWrite(CreationPlan plan, CancellationToken ct)
    {
        await using var session = plan.Reads is { } reads ? await Begin(plan.Request, reads, ct) : null;
        var decision = plan.Decide();
        if (plan.Request.IsDryRun)
            return await Preview(plan, decision, ct);
        if (decision.Refused is { } refused)
            return new CommandOutcome.Refused(refused, answers.Render(plan.Request, refused));
        var result = plan.Result(await plan.Number(decision.Events, ct))! with { Warnings = decision.Warnings };
        var answer = await answers.Render(plan.Request, result, ct);
        return await writer.Create(plan, result, answer, session, ct) is { } position
            ? new CommandOutcome.Accepted(result, answer, position)
            : null;
    }

    private async Task<CommandOutcome> Preview(CreationPlan plan, Decision decision, CancellationToken ct)
    {
        if (await Repeat(plan, ct) is { } repeated)
            return repeated is CommandOutcome.AlreadySatisfied present
                ? new CommandOutcome.Previewed(null, present.Result)
                : repeated;
        if (decision.Refused is { } refused)
            return new CommandOutcome.Previewed(refused, null);
        return await IsFree(plan, ct)
            ? new CommandOutcome.Previewed(null, plan.Result(decision.Events)! with { Warnings = decision.Warnings })
            : new CommandOutcome.Previewed(Rejection.Conflict(plan.TakenCode), null);
    }

    /// <summary>Nothing has the id or the unique value of the new stream; the claim is rolled back.</summary>
    private async Task<bool> IsFree(CreationPlan plan, CancellationToken ct)
    {
        await using var session = loader.OpenSession(plan.Request.Origin);
        await session.BeginTransactionAsync(ct);
        return await session.Events.FetchStreamStateAsync(plan.Id, ct) is null
            && (plan.Claim is not { } claim || await claim.Take(session.Connection, waits: true, ct));
    }

    /// <summary>Begins the transaction of the creation with what its decision reads.</summary>
    private async Task<IDocumentSession> Begin(CommandRequest request, LockedRead reads, CancellationToken ct)
    {
        var session = loader.OpenSession(request.Origin);
        try
        {
            await session.BeginTransactionAsync(ct);
            await reads.Load(session.Connection, ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The outcome of an earlier execution: the answer stored under the key, or what the id created; null when there is
    /// neither.
    /// </summary>
    private async Task<CommandOutcome?> Repeat(CreationPlan plan, CancellationToken ct)
    {
        var request = plan.Request;
        if (request.Key is null && request.SuppliedId is null)
            return null;
        await using var session = loader.OpenSession(request.Origin);
        if (request.Key is { } key && await session.LoadAsync<IdempotentAnswer>(key.Id, ct) is { } kept)
        {
            if (IdempotencyKey.IsAlive(kept, clock.GetUtcNow()))
                return key.Matches(kept) ? await Replay(session, plan, kept, ct)
                    : request.Preconditions.Missing is { } denied ? new CommandOutcome.Forbidden(denied)
                    : new CommandOutcome.KeyReused();
            session.DeleteWhere<IdempotentAnswer>(one => one.Id == key.Id && one.At == kept.At);
            await session.SaveChangesAsync(ct);
        }

        return
            request.Preconditions.Missing is null
            && request.SuppliedId is { } supplied
            && await session.LoadAsync<CreationDigest>(supplied.Id, ct) is { } digest
            && supplied.Digest.Is(digest.Digest)
            && await plan.LoadPresent(session, ct) is { } present
            ? await AlreadySatisfied(session, plan, present, ct)
            : null;
    }

    private async Task<CommandOutcome> Replay(
        IQuerySession session,
        CreationPlan plan,
        IdempotentAnswer kept,
        CancellationToken ct
    ) =>
        await replays.Replay(session, plan, kept, ct) is { } replayed
            ? new CommandOutcome.Replayed(replayed, await loader.Position(session, kept.Stream, kept.Version, ct))
            : new CommandOutcome.NotFound(plan.NotFoundCode);

    private async Task<CommandOutcome> AlreadySatisfied(
        IDocumentSession session,
        CreationPlan plan,
        CommandResult present,
        CancellationToken ct
    )
    {
        var answer = (await answers.Render(plan.Request, present, ct)).AsAlreadySatisfied();
        if (plan.Request.Key is { } key)
        {
            var version = (await session.Events.FetchStreamStateAsync(plan.Id, ct))?.Version ?? 0;
            var basis = AnswerBases.Of(
                plan.Request.Viewer,
                plan.Owner(present) is { } owner ? [owner] : [],
                new StreamSpan(plan.Id, version, version)
            );
            session.Insert(answer.KeepUnder(key, (plan.Id, version), clock.GetUtcNow(), basis));
            await session.SaveChangesAsync(ct);
        }

        return new CommandOutcome.AlreadySatisfied(present, answer, await loader.Position(session, plan.Id, null, ct));
    }
}
