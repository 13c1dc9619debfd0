namespace Crm.Projections.Idempotency;

/// <summary>
/// An answer stored for replay, in the transaction of its command, for 7 days (docs/domain.md, Idempotency).
/// </summary>
public sealed class IdempotentAnswer
{
    /// <summary>SHA-256 over credential, method, path and key.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 over the parsed command.</summary>
    public required string RequestHash { get; init; }
    public required int Status { get; init; }
    public required string Body { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }

    /// <summary>Stream and version of the command's last event; a replay answers its position.</summary>
    public required Guid Stream { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// Digest of the body that created an item with a client-supplied id: the same body again is no conflict.
/// </summary>
public sealed class CreationDigest
{
    public required Guid Id { get; init; }
    public required string Digest { get; init; }
}
