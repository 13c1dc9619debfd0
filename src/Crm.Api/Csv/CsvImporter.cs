using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.Csv;

/// <summary>
/// The way of a file: one import of a kind at a time, then the locks of all streams that it may write on, in one order, then
/// the present state, the decision about every row, and one commit. So no edit in between is lost, and none is judged by half.
/// </summary>
public sealed class CsvImporter(
    RequestStore store,
    CommandContexts contexts,
    RequestAnswers kept,
    NpgsqlDataSource database
)
{
    /// <param name="kind">Imports of one kind wait for each other.</param>
    /// <param name="taken">Code of the conflict when something else took a code in between.</param>
    /// <param name="streams">The streams that exist and may be written on.</param>
    /// <param name="decide">Judges the rows and appends to the session what they come to.</param>
    public async Task<IResult> Run(
        HttpContext http,
        ImportCommand body,
        string kind,
        string taken,
        Func<IDocumentSession, Task<Guid[]>> streams,
        Func<IDocumentSession, CommandContext, Task<Import>> decide
    )
    {
        var request = http.CommandRequest(body);
        try
        {
            await using var session = store.Write(request.Origin.ToEventOrigin());
            await session.BeginTransactionAsync(http.RequestAborted);
            return await Run(session, http, request, kind, streams, decide);
        }
        catch (Exception e) when (StoreFaults.IsLockedOut(e))
        {
            throw request.Key is { } key && await EarlierRequest.IsInFlight(database, key.Id, http.RequestAborted)
                ? new ProblemException(409, "idempotency.in_progress") { RetryAfterSeconds = 1 }
                : new ProblemException(503, "resource.busy") { RetryAfterSeconds = 1 };
        }
        catch (Exception e) when (StoreFaults.IsCollision(e))
        {
            // One of these was added in between, in another way than by an import: nothing was written.
            throw new ProblemException(409, taken);
        }
    }

    private async Task<IResult> Run(
        IDocumentSession session,
        HttpContext http,
        CommandRequest request,
        string kind,
        Func<IDocumentSession, Task<Guid[]>> streams,
        Func<IDocumentSession, CommandContext, Task<Import>> decide
    )
    {
        var ct = http.RequestAborted;
        await ImportLocks.Take(session, kind, request.Key?.Id, ct);
        if (await kept.Replay(session, request.Key, ct) is { } replayed)
            return replayed;
        var versions = await ImportLocks.Lock(session, await streams(session), ct);
        var context = contexts.Create(request);
        var import = await decide(session, context);
        if (import.Refused)
            throw import.Refusal;
        if (request.IsDryRun)
        {
            http.Response.Headers["Crm-Dry-Run"] = "true";
            return Reply.Ok(import.Answer);
        }

        var answer = StoredAnswer.Create(http.Viewer(), 200, import.Answer);
        JasperFx.Events.StreamAction[] written = [.. session.PendingChanges.Streams()];
        var last = written.LastOrDefault();
        if (request.Key is { } key)
        {
            var version = last is null ? 0 : versions.GetValueOrDefault(last.Id) + last.Events.Count;
            var write = new CommandWrite([], new(context.Now, request.Origin.ToEventOrigin()))
            {
                Answer = answer.KeepUnder(key, (last?.Id ?? Guid.Empty, version), context.Now),
                ReplacesAnswer = true,
            };
            await store.Execute(session, write, commit: false);
        }

        // What was reserved is written by no session: it has to commit all the same.
        session.QueueSqlCommand("set constraints all immediate");
        await session.SaveChangesAsync(CancellationToken.None);
        return new AnswerResult(
            answer,
            last is null ? null : written.SelectMany(stream => stream.Events).Max(one => one.Sequence)
        );
    }
}
