using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Creates the <see cref="CommandRequest"/> of an HTTP request: caller, key, If-Match, and other headers.
/// </summary>
public static class CommandRequests
{
    /// <param name="body">The parsed body; its digest identifies the request when a key is used again.</param>
    /// <param name="happenedAt">Business time given by the client.</param>
    /// <param name="suppliedId">Client-supplied id of the new item.</param>
    public static CommandRequest CommandRequest(
        this HttpContext http,
        object body,
        DateTimeOffset? happenedAt = null,
        Guid? suppliedId = null
    )
    {
        var (isDryRun, keyId) = (DryRun.IsWanted(http), KeyId(http));
        var digest = (keyId is not null && !isDryRun) || suppliedId is not null ? Digest(http, body) : null;
        return new(Origin(http))
        {
            IsDryRun = isDryRun,
            Key = keyId is not null && !isDryRun ? new IdempotencyKey(keyId, digest!) : null,
            SuppliedId = suppliedId is { } id ? new SuppliedId(id, digest!) : null,
            Preconditions = new(http.OperationOf().Permission, ETags.IfMatch(http))
            {
                NeedsScope = http.OperationOf().NeedsScope,
                Missing = ReplayOnly.Missing(http),
                Reads = http.RequestServices.GetRequiredService<ReadPermissions>().Of(http.OperationOf().Id),
            },
            HappenedAt = happenedAt,
        };
    }

    public static CommandOrigin Origin(HttpContext http)
    {
        var correlation = http.Request.Headers["X-Correlation-ID"].ToString();
        var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        return new(http.Viewer(), http.OperationOf().Id)
        {
            Instance = http.Request.Path,
            TraceId = traceId,
            CorrelationId =
                correlation.Length is > 0 and <= 200 && correlation.All(one => one is > ' ' and <= '~')
                    ? correlation
                    : traceId,
            CausationId = http.TraceIdentifier,
        };
    }

    /// <summary>The id of the answer that is stored under the request's key; null without a key.</summary>
    public static string? KeyId(HttpContext http)
    {
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return null;
        var key = header.ToString();
        if (header.Count > 1 || key.Length is 0 or > 255 || key.Any(one => one is < ' ' or > '~'))
            throw new ProblemException(400, "idempotency_key.invalid");
        return Hash($"{Caller.Of(http).Credential}\n{http.Request.Method}\n{http.Request.Path.Value}\n{key}");
    }

    /// <summary>The key with the digest of the parsed command; null without a key.</summary>
    public static IdempotencyKey? Key(HttpContext http, object body) =>
        KeyId(http) is { } id ? new IdempotencyKey(id, Digest(http, body)) : null;

    private static RequestDigest Digest(HttpContext http, object body)
    {
        var operation = $"{http.Request.Method}\n{http.Request.Path.Value}\n";
        return new(Of(Wire.WithValues), () => Of(Wire.Json));

        string Of(JsonSerializerOptions json) => Hash(operation + JsonSerializer.Serialize(body, body.GetType(), json));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
