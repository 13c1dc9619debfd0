using System.Text;
using System.Text.Json;
using Crm.Projections.Idempotency;

namespace Crm.Api.Commands;

/// <summary>
/// An answer rendered before the commit, so that it is stored in the same transaction and replayed byte for byte.
/// </summary>
/// <param name="Body">UTF-8 JSON.</param>
public sealed record StoredAnswer(int Status, byte[] Body, string? Location = null, string? ETag = null)
{
    /// <summary>Renders a body, and its tag, with what the reader may see.</summary>
    /// <param name="version">The n of the tag; null: the answer has none.</param>
    public static StoredAnswer Create(
        Viewer viewer,
        int status,
        object body,
        long? version = null,
        string? location = null
    )
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), viewer.Json);
        return new(status, bytes, location, version is { } n ? EntityTag.OfSeen(n, viewer.Language, bytes) : null);
    }

    /// <summary>The id of what the command created: the last segment of its place; null: none.</summary>
    public Guid? CreatedId => Guid.TryParseExact(Location?.Split('/')[^1], "D", out var id) ? id : null;

    /// <summary>The answer when the command was already satisfied.</summary>
    public StoredAnswer AsAlreadySatisfied() => this with { Status = 200, Location = null };

    /// <summary>The row to store under a key.</summary>
    /// <param name="last">Stream and version of the command's last event; a replay answers its position.</param>
    /// <param name="basis">What the answer was rendered with.</param>
    public IdempotentAnswer KeepUnder(
        IdempotencyKey key,
        (Guid Stream, long Version) last,
        DateTimeOffset at,
        AnswerBasis basis
    ) =>
        new()
        {
            Id = key.Id,
            RequestHash = key.Digest.Value,
            Status = Status,
            Body = Encoding.UTF8.GetString(Body),
            Location = Location,
            ETag = ETag,
            Stream = last.Stream,
            Version = last.Version,
            At = at,
            Basis = basis,
        };

    public static StoredAnswer From(IdempotentAnswer kept) =>
        new(kept.Status, Encoding.UTF8.GetBytes(kept.Body), kept.Location, kept.ETag);
}
