using System.Text.Json;
using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Catalog;
using Marten;
using Npgsql;

namespace Crm.Api.Csv;

/// <summary>
/// Runs an import: one import of a kind at a time, first within the host (ADR 73), then the locks of all streams that it may write to,
/// in a fixed order, then the current state, the decision about every row, and one commit. So no concurrent edit is lost or seen
/// partially.
/// </summary>
public sealed class CsvImporter(
    RequestStore store,
    CommandContexts contexts,
    CommandQueues queues,
    RequestAnswers kept,
    NpgsqlDataSource database
)
{
    /// <param name="kind">Imports of one kind are serialized.</param>
    /// <param name="taken">Problem code when a code was taken concurrently.</param>
    /// <param name="streams">The existing streams that may be written to.</param>
    /// <param name="decide">Decides about the rows and appends the resulting events to the session.</param>
    /// <param name="missing">
    /// What the caller lacks for this file, judged after the look for a stored answer: who could import it then gets its result.
    /// </param>
    public async Task<IResult> Run(
        HttpContext http,
        ImportCommand body,
        string kind,
        string taken,
        Func<IDocumentSession, Task<Guid[]>> streams,
        Func<IDocumentSession, CommandContext, Task<Import>> decide,
        Permission? missing = null
    )
    {
        var (request, begun) = (http.CommandRequest(body), queues.Begin());
        try
        {
            Guid[] wanted;
            await using (var before = store.Write(request.Origin.ToEventOrigin()))
                wanted = [QueueName.Of("import:" + kind), CodeClaim.CodesQueue, .. await streams(before)];
            using var turn = await queues.Enter(wanted, request, begun, http.RequestAborted);
            if (turn is null)
                throw queues.IsInFlight(wanted, request.Key) ? InProgress() : await Busy(request, http.RequestAborted);
            await using var session = store.Write(request.Origin.ToEventOrigin());
            await session.BeginTransactionAsync(http.RequestAborted);
            return await Run(session, http, request, kind, streams, decide, missing);
        }
        catch (Exception e) when (StoreFaults.IsLockedOut(e))
        {
            throw await Busy(request, http.RequestAborted);
        }
        catch (Exception e) when (StoreFaults.IsCollision(e))
        {
            // A concurrent request other than an import added one of these codes; nothing was written.
            throw new ProblemException(409, taken);
        }
    }

    private static ProblemException InProgress() => new(409, "idempotency.in_progress") { RetryAfterSeconds = 1 };

    private async Task<ProblemException> Busy(CommandRequest request, CancellationToken ct) =>
        request.Key is { } key && await EarlierRequest.IsInFlight(database, key.Id, ct)
            ? InProgress()
            : new(503, "resource.busy") { RetryAfterSeconds = 1 };

    private async Task<IResult> Run(
        IDocumentSession session,
        HttpContext http,
        CommandRequest request,
        string kind,
        Func<IDocumentSession, Task<Guid[]>> streams,
        Func<IDocumentSession, CommandContext, Task<Import>> decide,
        Permission? missing
    )
    {
        var ct = http.RequestAborted;
        await ImportLocks.Take(session, kind, request.Key?.Id, ct);
        if (
            await kept.Replay(http, session, request.Key, kept => Task.FromResult(Again(kept, request.Viewer))) is
            { } replayed
        )
            return replayed;
        if (missing is not null)
            throw Authorizer.Missing(missing);
        var versions = await ImportLocks.Lock(session, await streams(session), ct);
        var context = contexts.Create(request);
        var import = await decide(session, context);
        if (import.Refused)
            throw import.Refusal;
        if (request.IsDryRun)
        {
            http.Response.Headers["Crm-Dry-Run"] = "true";
            return Reply.Ok(import.Answer(request.Viewer.Language));
        }

        var answer = StoredAnswer.Create(http.Viewer(), 200, import.Answer(request.Viewer.Language));
        JasperFx.Events.StreamAction[] written = [.. session.PendingChanges.Streams()];
        var last = written.LastOrDefault();
        if (request.Key is { } key)
        {
            var version = last is null ? 0 : versions.GetValueOrDefault(last.Id) + last.Events.Count;
            var write = new CommandWrite([], new(context.Now, request.Origin.ToEventOrigin()))
            {
                Answer = answer.KeepUnder(
                    key,
                    (last?.Id ?? Guid.Empty, version),
                    context.Now,
                    AnswerBases.Of(request.Viewer)
                ),
                ReplacesAnswer = true,
            };
            await store.Execute(session, write, commit: false);
        }

        // Reserved rows were not written by the session, which must commit them nevertheless.
        session.QueueSqlCommand("set constraints all immediate");
        await session.SaveChangesAsync(CancellationToken.None);
        return new AnswerResult(
            answer,
            last is null ? null : written.SelectMany(stream => stream.Events).Max(one => one.Sequence)
        );
    }

    /// <summary>The stored result of an import, without costs for readers who may not see them.</summary>
    private static StoredAnswer Again(IdempotentAnswer kept, Viewer viewer)
    {
        var (stored, seesCosts) = (StoredAnswer.From(kept), viewer.Caller.Grants.Has(Permissions.CostSee));
        return seesCosts
            ? stored
            : StoredAnswer.Create(
                viewer,
                kept.Status,
                JsonSerializer.Deserialize<ImportAnswer>(stored.Body, Wire.Json)!.WithoutCosts()
            );
    }
}
