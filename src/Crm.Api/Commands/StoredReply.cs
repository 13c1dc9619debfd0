using System.Text;
using System.Text.Json;
using Crm.Projections.Idempotency;
using Marten;

namespace Crm.Api.Commands;

/// <summary>An answer fixed before its commit, so that it can be stored in the same transaction and replayed to the letter.</summary>
public sealed record StoredReply(int Status, byte[] Body, string? Location, string? ETag) : IResult
{
    public long? Position { get; init; }
    public bool Replayed { get; init; }

    public static StoredReply Of(HttpContext http, int status, object body, string? location, string? etag) =>
        new(
            status,
            body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Reply.Shape(http)),
            location,
            etag
        );

    public IdempotentAnswer Under(Keys keys, Guid stream, long version, DateTimeOffset at) =>
        new()
        {
            Id = keys.Id,
            RequestHash = keys.RequestHash,
            Status = Status,
            Body = Encoding.UTF8.GetString(Body),
            Location = Location,
            ETag = ETag,
            Stream = stream,
            Version = version,
            At = at,
        };

    public static async Task<StoredReply> Replay(
        IdempotentAnswer answer,
        IQuerySession session,
        CancellationToken ct
    ) =>
        new(answer.Status, Encoding.UTF8.GetBytes(answer.Body), answer.Location, answer.ETag)
        {
            Replayed = true,
            Position = await Positions.Of(session, answer.Stream, answer.Version, ct),
        };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var http = httpContext;
        if (Replayed)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        if (Status >= 400)
            http.Response.ContentType = Problems.MediaType;
        var position = Position;
        return Status >= 400
            ? WriteProblem(http, position)
            : new Reply(Status, Body)
            {
                Location = Location,
                ETag = ETag,
                Position = position,
            }.ExecuteAsync(http);
    }

    private Task WriteProblem(HttpContext http, long? position)
    {
        http.Response.StatusCode = Status;
        if (ETag is not null)
            http.Response.Headers.ETag = ETag;
        if (position is { } at)
            http.Response.Headers["Crm-Position"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return http.Response.Body.WriteAsync(Body).AsTask();
    }
}
