using Crm.Projections.Idempotency;

namespace Crm.Api.Commands;

/// <summary>An <c>Idempotency-Key</c> with its scope (credential, method, path) and the digest of the parsed command.</summary>
/// <param name="Id">The id of the stored answer.</param>
public sealed record IdempotencyKey(string Id, RequestDigest Digest)
{
    /// <summary>How long an answer is replayed.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    /// <summary>Whether an answer is still replayed. Does not rely on the hourly purge, which may be late.</summary>
    public static bool IsAlive(IdempotentAnswer answer, DateTimeOffset now) => answer.At >= now - KeptFor;

    /// <summary>Names the queue of requests with this key.</summary>
    public Guid Queue => Guid.ParseExact(Id.AsSpan(0, 32), "N");

    public bool Matches(IdempotentAnswer answer) => Digest.Is(answer.RequestHash);
}
