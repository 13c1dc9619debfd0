using Crm.Api.Hosting;
using Crm.Projections.Deals;
using Crm.Projections.Idempotency;
using JasperFx;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Something new, on a stream of its own.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Supplied">The client gave the id: repeating the creation with an equal body is no conflict.</param>
/// <param name="Taken">The code of the conflict when the stream exists and no equal creation is remembered.</param>
public sealed record Creation(
    Guid Id,
    object Body,
    bool Supplied,
    ImmutableArray<Fact> Facts,
    string Taken = "id.taken"
);

/// <summary>
/// How a new stream comes into being. Nothing is read first: a key or an id that exists collides in the commit, and only
/// then it is looked at. Two round trips; one for a deal (ADR 3).
/// </summary>
public sealed class CreationPath(RequestStore store, TimeProvider clock)
{
    /// <param name="answer">The representation, from the facts and the instant they are recorded at.</param>
    /// <param name="present">The representation of what exists already, for a repeated creation.</param>
    public Task<IResult> Create<TDocument>(
        HttpContext http,
        Creation creation,
        DateTimeOffset recordedAt,
        Func<ValueTask<Reply>> answer,
        Func<CancellationToken, Task<Reply?>> present
    )
        where TDocument : class =>
        Create(
            http,
            creation,
            answer,
            present,
            async (kept, digest) =>
            {
                await using var session = Sessions.Open(store, http);
                var stream = session.Events.StartStream<TDocument>(
                    creation.Id,
                    creation.Facts.Select(x => (object)Facts.Recorded(session, x, recordedAt))
                );
                if (kept is not null)
                    session.Insert(kept);
                if (digest is not null)
                    session.Insert(digest);
                await session.SaveChangesAsync(http.RequestAborted);
                return stream.Events.Max(x => x.Sequence);
            }
        );

    /// <summary>A deal, with its row.</summary>
    public Task<IResult> Open(
        HttpContext http,
        Creation creation,
        DealDocument deal,
        Func<ValueTask<Reply>> answer,
        Func<CancellationToken, Task<Reply?>> present
    ) =>
        Create(
            http,
            creation,
            answer,
            present,
            (kept, digest) =>
                store.Open(
                    new DealWrite(deal, 0, creation.Facts, deal.RecordedAt, Sessions.Origin(http))
                    {
                        Answer = kept,
                        Digest = digest,
                    },
                    http.RequestAborted
                )
        );

    /// <param name="write">Writes the facts, the answer to keep and the digest in one transaction; the position of the last fact.</param>
    private async Task<IResult> Create(
        HttpContext http,
        Creation creation,
        Func<ValueTask<Reply>> answer,
        Func<CancellationToken, Task<Reply?>> present,
        Func<IdempotentAnswer?, CreationDigest?, Task<long>> write,
        bool again = true
    )
    {
        var keys = Keys.Of(http, creation.Body);
        try
        {
            var reply = await answer();
            var stored = StoredReply.Of(http, reply.Status, reply.Body!, reply.Location, reply.ETag);
            return stored with
            {
                Position = await write(
                    keys is null ? null : stored.Under(keys, creation.Id, creation.Facts.Length, clock.GetUtcNow()),
                    creation.Supplied
                        ? new CreationDigest { Id = creation.Id, Digest = Keys.Digest(http, creation.Body) }
                        : null
                ),
            };
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            // Waited for the same key, or for the same id or code under another one: PostgreSQL says in which index.
            throw Keys.Late(
                inFlight: ProblemBoundary
                    .Inner(e)
                    .OfType<Npgsql.PostgresException>()
                    .Any(x => x.Where?.Contains("idempotent_answer", StringComparison.Ordinal) == true)
            );
        }
        catch (Exception e) when (Collided(e))
        {
            if (await Repeated(http, creation, present) is { } repeated)
                return repeated;
            // Collided with an answer that has outlived its days, and Repeated has removed it: the key is free.
            if (again && keys is not null)
                return await Create(http, creation, answer, present, write, again: false);
            throw new ProblemException(409, creation.Taken);
        }
    }

    /// <summary>
    /// The answer to a creation that was made before: what its key keeps, or what its id created; null when there is neither.
    /// Asked also before a creation is refused: what was allowed once (a happenedAt of that moment) is repeated, not judged anew.
    /// </summary>
    public async Task<IResult?> Repeated(
        HttpContext http,
        Creation creation,
        Func<CancellationToken, Task<Reply?>> present
    )
    {
        var ct = http.RequestAborted;
        var keys = Keys.Of(http, creation.Body);
        if (keys is null && !creation.Supplied)
            return null;
        await using var session = Sessions.Open(store, http);
        if (keys is not null && await session.LoadAsync<IdempotentAnswer>(keys.Id, ct) is { } stored)
        {
            if (keys.Fitting(stored, clock.GetUtcNow()) is { } fitting)
                return await StoredReply.Replay(fitting, session, ct);
            session.DeleteWhere<IdempotentAnswer>(x => x.Id == keys.Id && x.At == stored.At);
            await session.SaveChangesAsync(ct);
        }

        var digest = creation.Supplied ? await session.LoadAsync<CreationDigest>(creation.Id, ct) : null;
        if (digest is null || digest.Digest != Keys.Digest(http, creation.Body) || await present(ct) is not { } found)
            return null;
        var answer = StoredReply.Of(http, 200, found.Body!, null, found.ETag);
        if (keys is not null)
        {
            session.Insert(
                answer.Under(keys, creation.Id, await Positions.Version(session, creation.Id, ct), clock.GetUtcNow())
            );
            await session.SaveChangesAsync(ct);
        }

        return answer with
        {
            Position = await Positions.Of(session, creation.Id, null, ct),
        };
    }

    /// <summary>A unique index said no: the stream, the key or a code exists.</summary>
    public static bool Collided(Exception e) =>
        ProblemBoundary
            .Inner(e)
            .Any(x =>
                x
                    is Marten.Exceptions.ExistingStreamIdCollisionException
                        or JasperFx.DocumentAlreadyExistsException
                        or JasperFx.ConcurrencyException
                        or Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation }
            );
}
