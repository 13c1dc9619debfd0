using Crm.Projections.ReadModels.Operations;
using Marten;
using Npgsql;

namespace Crm.Api.Operations;

/// <summary>How long a run holds its operation without a heartbeat (<c>Operations:LeaseSeconds</c>).</summary>
public sealed record OperationTerm(TimeSpan Term)
{
    public static OperationTerm From(IConfiguration configuration) =>
        new(TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Operations:LeaseSeconds", 30), 1, 3600)));
}

/// <summary>
/// Runs long-running operations so that each of them ends: a run that is killed, loses the database or finds a locked deal is repeated,
/// and after six runs the operation has failed (ADR 79).
/// </summary>
public sealed class OperationRuns(
    IDocumentStore store,
    NpgsqlDataSource database,
    IEnumerable<OperationKind> kinds,
    OperationTerm term,
    TimeProvider clock,
    ILogger<OperationRuns> log
)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
    ];
    private static readonly TimeSpan MessageOnItsWay = TimeSpan.FromHours(2);

    private readonly Dictionary<string, OperationKind> kinds = kinds.ToDictionary(kind => kind.Name);

    /// <summary>
    /// Runs an operation and records its result. Does nothing when it has ended or another run holds it: messages are delivered at
    /// least once.
    /// </summary>
    /// <param name="body">Returns what is written into the operation with its success.</param>
    /// <param name="input">Completes an operation that an earlier build has accepted without storing its input.</param>
    public async Task Run(
        Guid operation,
        Func<OperationRun, Task<Action<LongWork>>> body,
        CancellationToken ct,
        Action<LongWork>? input = null
    )
    {
        if (await Begin(operation, input, ct) is not { } run)
            return;
        await using (run)
            try
            {
                var result = await body(run);
                await run.End(
                    work =>
                    {
                        (work.State, work.Progress) = ("succeeded", 1);
                        result(work);
                    },
                    ct
                );
            }
            catch (OperationFailedException e)
            {
                log.LogWarning("{Operation} {Id} failed: {Reason}", run.Work.Kind, operation, e.Message);
                await Fail(run, e.Code);
            }
            catch (Exception e)
            {
                await Abort(run, e, ct);
            }
    }

    /// <summary>The message that runs the operation again; null when it has ended.</summary>
    public async Task<IDurableMessage?> FindMessage(Guid operation, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (await LongWorkLock.Take(session, operation, ct) is not { State: "queued" or "running" } work)
            return null;
        if (kinds.GetValueOrDefault(work.Kind)?.Message(work) is { } message)
            return message;
        // Accepted by an earlier build, which did not store its input: the message has it, and is on its way unless it was lost.
        if (clock.GetUtcNow() - work.UpdatedAt < MessageOnItsWay)
            return null;
        WorkLeases.Cancel(session, operation);
        await Store(session, work, "failed", OperationFailure.Interrupted, ct);
        return null;
    }

    private async Task<OperationRun?> Begin(Guid operation, Action<LongWork>? input, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (await LongWorkLock.Take(session, operation, ct) is not { State: "queued" or "running" } work)
            return null;
        await WorkLeases.Ensure(session, operation, ct);
        if (await WorkLeases.Begin(session, operation, term.Term, ct) is not { } number)
            return null;
        input?.Invoke(work);
        if (number <= Pauses.Length + 1)
        {
            await Store(session, work, "running", null, ct);
            return new((store, database, clock), work, number, term.Term, ct);
        }

        WorkLeases.Cancel(session, operation);
        await Store(session, work, "failed", OperationFailure.Interrupted, ct);
        return null;
    }

    private async Task Store(
        IDocumentSession session,
        LongWork work,
        string state,
        string? failure,
        CancellationToken ct
    )
    {
        (work.State, work.FailureCode, work.UpdatedAt) = (state, failure, clock.GetUtcNow());
        session.Store(work);
        await session.SaveChangesAsync(ct);
    }

    private async Task Abort(OperationRun run, Exception fault, CancellationToken ct)
    {
        var (kind, id) = (run.Work.Kind, run.Work.Id);
        if (ct.IsCancellationRequested)
        {
            // The host stops, or the client left: another run goes on at once.
            await Release(run, TimeSpan.Zero);
            return;
        }

        if (run.Stopped.IsCancellationRequested)
        {
            log.LogInformation("{Operation} {Id} was cancelled or is continued by another run", kind, id);
            return;
        }

        if (
            run.Number > Pauses.Length
            || !kinds[kind].RepeatsAfterAnyError && fault is not CommandBusyException && !StoreFaults.IsOfStore(fault)
        )
        {
            log.LogError(fault, "{Operation} {Id} failed", kind, id);
            await Fail(run, OperationFailure.Aborted);
            return;
        }

        log.LogWarning("{Operation} {Id} is repeated later: {Fault}", kind, id, FaultLine.Of(fault));
        await Release(run, Pauses[run.Number - 1]);
    }

    private async Task Fail(OperationRun run, string code)
    {
        try
        {
            await run.End(work => (work.State, work.FailureCode) = ("failed", code), CancellationToken.None);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            log.LogWarning("The end of an operation is recorded later: {Fault}", FaultLine.Of(e));
        }
    }

    /// <summary>What cannot be released now is released when its lease ends.</summary>
    private async Task Release(OperationRun run, TimeSpan pause)
    {
        try
        {
            await run.Release(pause, CancellationToken.None);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            log.LogDebug("An operation was not released: {Fault}", FaultLine.Of(e));
        }
    }
}
