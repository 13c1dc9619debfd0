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
    /// <summary>Renders a body with what the reader may see.</summary>
    public static StoredAnswer Create(
        Viewer viewer,
        int status,
        object body,
        string? etag = null,
        string? location = null
    ) =>
        new(
            status,
            body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), viewer.Json),
            location,
            etag
        );

    /// <summary>The answer when the command was already satisfied.</summary>
    public StoredAnswer AsAlreadySatisfied() => this with { Status = 200, Location = null };

    /// <summary>The row to store under a key.</summary>
    /// <param name="last">Stream and version of the command's last event; a replay answers its position.</param>
    public IdempotentAnswer KeepUnder(IdempotencyKey key, (Guid Stream, long Version) last, DateTimeOffset at) =>
        new()
        {
            Id = key.Id,
            RequestHash = key.RequestDigest,
            Status = Status,
            Body = Encoding.UTF8.GetString(Body),
            Location = Location,
            ETag = ETag,
            Stream = last.Stream,
            Version = last.Version,
            At = at,
        };

    public static StoredAnswer From(IdempotentAnswer kept) =>
        new(kept.Status, Encoding.UTF8.GetBytes(kept.Body), kept.Location, kept.ETag);
}
