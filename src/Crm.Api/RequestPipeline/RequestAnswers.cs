using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Answers stored under idempotency keys, for operations that are not a command on one stream: imports and long-running
/// operations.
/// </summary>
public sealed class RequestAnswers(
    RequestStore store,
    AnswerReplays replays,
    NpgsqlDataSource database,
    TimeProvider clock
)
{
    /// <summary>
    /// Whether an answer is stored under the request's key. Used before a refusal, where the body has not been read;
    /// the command compares the body later.
    /// </summary>
    public async ValueTask<bool> Exists(HttpContext http) =>
        CommandRequests.KeyId(http) is { } id
        && await EarlierRequest.Exists(database, id, clock.GetUtcNow() - IdempotencyKey.KeptFor, http.RequestAborted);

    /// <summary>The answer to a request that was executed before; null: it was not.</summary>
    /// <param name="again">Renders the answer for today's rights, if others were stored with it; null: all readers see it alike.</param>
    public async Task<IResult?> Replay(
        HttpContext http,
        IdempotencyKey? key,
        Func<IdempotentAnswer, Task<StoredAnswer>>? again = null
    )
    {
        await using var session = store.Read();
        return await Replay(http, session, key, again);
    }

    /// <summary>The same, in the transaction of a session.</summary>
    public async Task<IResult?> Replay(
        HttpContext http,
        IQuerySession session,
        IdempotencyKey? key,
        Func<IdempotentAnswer, Task<StoredAnswer>>? again = null
    )
    {
        var ct = http.RequestAborted;
        if (key is null || await session.LoadAsync<IdempotentAnswer>(key.Id, ct) is not { } kept)
            return null;
        if (!IdempotencyKey.IsAlive(kept, clock.GetUtcNow()))
            return null;
        if (!key.Matches(kept))
            throw new ProblemException(422, "idempotency.key_reused");
        var answer =
            again is null || await replays.IsUnchanged(http.Viewer(), [], kept.Basis, ct)
                ? StoredAnswer.From(kept)
                : await again(kept);
        return new AnswerResult(
            answer,
            await EventPositions.Of(session, kept.Stream, kept.Version, ct),
            IsReplayed: true
        );
    }

    /// <summary>Stores an answer if there is a key.</summary>
    /// <param name="last">Stream and version of the last event; a replay answers its position.</param>
    public async Task Keep(
        Viewer viewer,
        IdempotencyKey? key,
        StoredAnswer answer,
        (Guid Stream, long Version) last,
        CancellationToken ct
    )
    {
        if (key is null)
            return;
        await using var session = store.Write();
        session.Store(answer.KeepUnder(key, last, clock.GetUtcNow(), AnswerBases.Of(viewer)));
        await session.SaveChangesAsync(ct);
    }
}
