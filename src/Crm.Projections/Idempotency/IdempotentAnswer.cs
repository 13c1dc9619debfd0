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

    /// <summary>What the answer was rendered with; null for an answer that an earlier build stored.</summary>
    public AnswerBasis? Basis { get; init; }
}

/// <summary>
/// What an answer depends on besides its command. While it is the same, a replay repeats the stored bytes; otherwise the answer is
/// rendered again from these versions, with today's rights (docs/adr/0075-replays-after-rights-changed.md).
/// </summary>
/// <param name="Rights">Digest of the reader's permissions, and of those that they had on the resource.</param>
/// <param name="Language">Language of the answer, <c>ru</c> or <c>en</c>.</param>
/// <param name="Streams">The streams of the command with their versions before and after it.</param>
/// <param name="Clients">Clients that other answers reveal, with whether the reader saw them.</param>
/// <param name="Deals">Other deals that the answer names, with whether the reader saw them.</param>
/// <param name="Candidates">Deals that a statement line may pay, with whether the reader could write documents of them.</param>
public sealed record AnswerBasis(
    string Rights,
    string Language,
    IReadOnlyList<StreamSpan> Streams,
    IReadOnlyList<Sighted> Clients,
    IReadOnlyList<Sighted> Deals,
    IReadOnlyList<Sighted> Candidates
);

/// <summary>A stream and the events of one command in it.</summary>
/// <param name="Before">Version before the command; 0 when the command began the stream.</param>
/// <param name="After">Version after it; equal to Before without events.</param>
public sealed record StreamSpan(Guid Stream, long Before, long After);

/// <summary>A resource that an answer refers to, and whether its reader saw it.</summary>
public sealed record Sighted(Guid Id, bool IsSeen);

/// <summary>
/// Digest of the body that created an item with a client-supplied id: the same body again is no conflict.
/// </summary>
public sealed class CreationDigest
{
    public required Guid Id { get; init; }
    public required string Digest { get; init; }
}
