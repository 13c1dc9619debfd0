using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crm.Projections.Idempotency;
using Marten.Services.BatchQuerying;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>An <c>Idempotency-Key</c> with its scope (credential, method, path) and the hash of the parsed command.</summary>
/// <param name="Id">Key of the stored answer.</param>
/// <param name="RequestHash">Over the command as it was understood: spacing and order of members do not matter.</param>
public sealed record Keys(string Id, string RequestHash)
{
    /// <summary>How long an answer is replayed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static Keys? Of(HttpContext http, object body) =>
        IdOf(http) is { } id ? new Keys(id, Digest(http, body)) : null;

    /// <summary>Null without a key.</summary>
    public static string? IdOf(HttpContext http)
    {
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return null;
        var key = header.ToString();
        if (header.Count > 1 || key.Length is 0 or > 255 || key.Any(x => x is < ' ' or > '~'))
            throw new ProblemException(400, "idempotency_key.invalid");
        var scope = $"{Caller.Of(http).Credential}\n{http.Request.Method}\n{http.Request.Path.Value}\n";
        return Hash(scope + key);
    }

    /// <summary>The digest that a creation with a client-supplied id is remembered by.</summary>
    public static string Digest(HttpContext http, object body) =>
        Hash(
            $"{http.Request.Method}\n{http.Request.Path.Value}\n{JsonSerializer.Serialize(body, body.GetType(), Wire.Json)}"
        );

    /// <summary>
    /// The stored answer to replay; null when there is none, or none that still lives: the hourly purge may not have come yet,
    /// and whether a key is remembered must not depend on it.
    /// </summary>
    public IdempotentAnswer? Fitting(IdempotentAnswer? stored, DateTimeOffset now)
    {
        if (stored is null || stored.At < now - Kept)
            return null;
        return stored.RequestHash == RequestHash ? stored : throw new ProblemException(422, "idempotency.key_reused");
    }

    /// <summary>
    /// Says to other requests with this key that it is in flight, until this transaction ends. Nobody waits for it: waiting is
    /// for the lock of the stream, and this tells afterwards for whom it was in vain.
    /// </summary>
    public void Mark(IBatchedQuery batch) =>
        _ = batch.Query<string>("select pg_try_advisory_xact_lock(hashtextextended(?, 0))::text", Id);

    /// <summary>The answer to whom the lock was not given in time: the same key is in flight, or something else holds the resource.</summary>
    public async Task<ProblemException> Late(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select pg_try_advisory_xact_lock_shared(hashtextextended($1, 0))"
        );
        command.Parameters.AddWithValue(Id);
        return Late(inFlight: !(bool)(await command.ExecuteScalarAsync(ct))!);
    }

    public static ProblemException Late(bool inFlight) =>
        inFlight
            ? new(409, "idempotency.in_progress") { RetryAfterSeconds = 1 }
            : new(503, "resource.busy") { RetryAfterSeconds = 1 };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
