using Crm.Api.Hosting;
using Crm.Projections.Idempotency;
using JasperFx.Events;
using JasperFx;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Something new, on a stream of its own.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Supplied">The client gave the id: repeating the creation with an equal body is no conflict.</param>
/// <param name="Taken">The code of the conflict when the stream exists and no equal creation is remembered.</param>
public sealed record Creation(Guid Id, object Body, bool Supplied, ImmutableArray<Fact> Facts, string Taken = "id.taken");

/// <summary>
/// How a new stream comes into being. Nothing is read first: a key or an id that exists collides in the commit, and only
/// then it is looked at. Two round trips.
/// </summary>
public sealed class CreationPath(RequestStore store, TimeProvider clock)
{
    /// <param name="answer">The representation, from the facts and the instant they are recorded at.</param>
    /// <param name="present">The representation of what exists already, for a repeated creation.</param>
    public async Task<IResult> Create<TDocument>(HttpContext http, Creation creation, DateTimeOffset recordedAt,
        Func<ValueTask<Reply>> answer, Func<CancellationToken, Task<Reply?>> present) where TDocument : class
    {
        var ct = http.RequestAborted;
        var keys = Keys.Of(http, creation.Body);
        try
        {
            await using var session = Sessions.Open(store, http);
            var stream = session.Events.StartStream<TDocument>(creation.Id, creation.Facts.Select(x => (object)Facts.Recorded(session, x, recordedAt)));
            var reply = await answer();
            var stored = StoredReply.Of(http, reply.Status, reply.Body!, reply.Location, reply.ETag);
            if (keys is not null) session.Insert(stored.Under(keys, creation.Id, creation.Facts.Length, clock.GetUtcNow()));
            if (creation.Supplied) session.Insert(new CreationDigest { Id = creation.Id, Digest = Keys.Digest(http, creation.Body) });
            await session.SaveChangesAsync(ct);
            return stored with { Position = stream.Events.Max(x => x.Sequence) };
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw new ProblemException(409, "idempotency.in_progress") { RetryAfterSeconds = 1 };
        }
        catch (Exception e) when (Collided(e))
        {
            return await Repeated(http, creation, present) ?? throw new ProblemException(409, creation.Taken);
        }
    }

    /// <summary>
    /// The answer to a creation that was made before: what its key keeps, or what its id created; null when there is neither.
    /// Asked also before a creation is refused: what was allowed once (a happenedAt of that moment) is repeated, not judged anew.
    /// </summary>
    public async Task<IResult?> Repeated(HttpContext http, Creation creation, Func<CancellationToken, Task<Reply?>> present)
    {
        var ct = http.RequestAborted;
        var keys = Keys.Of(http, creation.Body);
        if (keys is null && !creation.Supplied) return null;
        await using var session = Sessions.Open(store, http);
        if (keys is not null && await session.LoadAsync<IdempotentAnswer>(keys.Id, ct) is { } stored)
        {
            keys.Fits(stored);
            return await StoredReply.Replay(stored, session, ct);
        }

        var digest = creation.Supplied ? await session.LoadAsync<CreationDigest>(creation.Id, ct) : null;
        if (digest is null || digest.Digest != Keys.Digest(http, creation.Body) || await present(ct) is not { } found) return null;
        var answer = StoredReply.Of(http, 200, found.Body!, null, found.ETag);
        if (keys is not null)
        {
            session.Insert(answer.Under(keys, creation.Id, await Positions.Version(session, creation.Id, ct), clock.GetUtcNow()));
            await session.SaveChangesAsync(ct);
        }

        return answer with { Position = await Positions.Of(session, creation.Id, null, ct) };
    }

    /// <summary>A unique index said no: the stream, the key or a code exists.</summary>
    public static bool Collided(Exception e) => ProblemBoundary.Inner(e).Any(x =>
        x is Marten.Exceptions.ExistingStreamIdCollisionException or JasperFx.DocumentAlreadyExistsException or JasperFx.ConcurrencyException
        or Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation });
}
