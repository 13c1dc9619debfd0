using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.RequestPipeline;

/// <summary>Answers kept under idempotency keys, for operations that are no command on one stream: imports and long work.</summary>
public sealed class RequestAnswers(RequestStore store, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>
    /// Whether a request was answered before under its key: asked where it would be refused otherwise, and its body need not be read for
    /// that. Whether the body is the same, the command finds out.
    /// </summary>
    public async ValueTask<bool> Exists(HttpContext http) =>
        CommandRequests.KeyId(http) is { } id
        && await EarlierRequest.Exists(database, id, clock.GetUtcNow() - IdempotencyKey.KeptFor, http.RequestAborted);

    /// <summary>The answer to a request that was executed before; null: it was not.</summary>
    public async Task<IResult?> Replay(IdempotencyKey? key, CancellationToken ct)
    {
        await using var session = store.Read();
        return await Replay(session, key, ct);
    }

    /// <summary>The same, in the transaction of a session.</summary>
    public async Task<IResult?> Replay(IQuerySession session, IdempotencyKey? key, CancellationToken ct)
    {
        if (key is null || await session.LoadAsync<IdempotentAnswer>(key.Id, ct) is not { } kept)
            return null;
        if (!IdempotencyKey.IsAlive(kept, clock.GetUtcNow()))
            return null;
        return key.Matches(kept)
            ? new AnswerResult(
                StoredAnswer.From(kept),
                await EventPositions.Of(session, kept.Stream, kept.Version, ct),
                IsReplayed: true
            )
            : throw new ProblemException(422, "idempotency.key_reused");
    }

    /// <summary>Keeps an answer when there is a key.</summary>
    /// <param name="last">The stream and version of the last event: a replay answers its position.</param>
    public async Task Keep(
        IdempotencyKey? key,
        StoredAnswer answer,
        (Guid Stream, long Version) last,
        CancellationToken ct
    )
    {
        if (key is null)
            return;
        await using var session = store.Write();
        session.Store(answer.KeepUnder(key, last, clock.GetUtcNow()));
        await session.SaveChangesAsync(ct);
    }
}
