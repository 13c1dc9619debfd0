using Crm.Api.Hosting;
using Crm.Api.Settings;
using Crm.Projections.Idempotency;
using JasperFx.Events;
using Marten;
using Marten.Services.BatchQuerying;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>The command path of streams that are no deals (clients, keys): the same order of lock, key, If-Match, decision, commit.</summary>
public sealed class StreamPath(
    RequestStore store,
    TimeProvider clock,
    Company company,
    Problems problems,
    StaleVersion stale,
    NpgsqlDataSource database
)
{
    public Task<IResult> Run<TDocument>(
        HttpContext http,
        Guid id,
        object body,
        string notFound,
        Func<TDocument, Intent, Decision> decide,
        Func<TDocument, Fact, DateTimeOffset, TDocument> after,
        Func<TDocument, int> version,
        Func<TDocument, Reply> answer,
        TDocument? initial = null
    )
        where TDocument : class =>
        Run(
            http,
            id,
            body,
            notFound,
            (x, intent) => Task.FromResult(decide(x, intent)),
            after,
            version,
            answer,
            initial
        );

    /// <param name="version">The n of the document's ETag.</param>
    /// <param name="after">Folds one fact, as the projection does.</param>
    /// <param name="initial">What stands before the first fact, of a stream that the first command begins; null: the stream must be there.</param>
    /// <param name="first">Statements before the stream's lock: what else the decision rests on.</param>
    /// <param name="beside">What is written in the transaction of the facts, and only with them.</param>
    public async Task<IResult> Run<TDocument>(
        HttpContext http,
        Guid id,
        object body,
        string notFound,
        Func<TDocument, Intent, Task<Decision>> decide,
        Func<TDocument, Fact, DateTimeOffset, TDocument> after,
        Func<TDocument, int> version,
        Func<TDocument, Reply> answer,
        TDocument? initial = null,
        Action<IBatchedQuery>? first = null,
        Action<IDocumentSession>? beside = null
    )
        where TDocument : class
    {
        var ct = http.RequestAborted;
        var keys = Keys.Of(http, body);
        var wanted = ETags.IfMatch(http);
        if (id == Guid.Empty)
            throw ProblemException.NotFound(notFound);
        await using var session = Sessions.Open(store, http);
        try
        {
            return await Locked();
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw await keys.Late(database, ct);
        }
        catch (Exception e) when (initial is not null && CreationPath.Collided(e))
        {
            // Two first commands at once: there was no row to lock. Now there is one.
            return await Run(http, id, body, notFound, decide, after, version, answer, first: first, beside: beside);
        }

        async Task<IResult> Locked()
        {
            var batch = session.CreateBatchQuery();
            first?.Invoke(batch);
            var streamTask = batch.Events.FetchForExclusiveWriting<TDocument>(id);
            var storedTask = keys is null ? null : batch.Load<IdempotentAnswer>(keys.Id);
            keys?.Mark(batch);
            await batch.Execute(ct);
            var stream = await streamTask;
            if (storedTask is not null && keys!.Fitting(await storedTask, clock.GetUtcNow()) is { } stored)
                return await StoredReply.Replay(stored, session, ct);

            if ((stream.Aggregate ?? initial) is not { } document)
                throw ProblemException.NotFound(notFound);
            if (wanted is not null && !wanted.Contains(version(document)))
                throw await stale.Of(http, session, id, null, wanted.Max(), ct);
            var intent = Intents.Of(Caller.Of(http), clock, company, null);
            var decision = await decide(document, intent);
            if (decision.Refused is not null)
                return problems.Answer(http, decision.Refused);
            foreach (var fact in decision.Facts)
            {
                stream.AppendOne(Facts.Recorded(session, fact, intent.Now));
                document = after(document, fact, intent.Now);
            }

            var reply = answer(document);
            var holds = decision.Facts.IsEmpty;
            if (!holds)
                beside?.Invoke(session);
            var fixedReply = StoredReply.Of(
                http,
                holds ? 200 : reply.Status,
                reply.Body!,
                holds ? null : reply.Location,
                reply.ETag
            );
            if (keys is not null)
                session.Store(fixedReply.Under(keys, id, stream.CurrentVersion ?? 0, intent.Now));
            await session.SaveChangesAsync(ct);
            return fixedReply with { Position = await Positions.Of(session, id, null, ct) };
        }
    }
}
