using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Answers stored under idempotency keys, for operations that are not a command on one stream: imports and long-running
/// operations.
/// </summary>
public sealed class RequestAnswers(RequestStore store, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>
    /// Whether an answer is stored under the request's key. Used before a refusal, where the body has not been read;
    /// the command compares the body later.
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

    /// <summary>Stores an answer if there is a key.</summary>
    /// <param name="last">Stream and version of the last event; a replay answers its position.</param>
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
