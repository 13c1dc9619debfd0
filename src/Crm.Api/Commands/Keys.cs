using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crm.Projections.Idempotency;

namespace Crm.Api.Commands;

/// <summary>An <c>Idempotency-Key</c> with its scope (credential, method, path) and the hash of the parsed command.</summary>
/// <param name="Id">Key of the stored answer.</param>
/// <param name="RequestHash">Over the command as it was understood: spacing and order of members do not matter.</param>
public sealed record Keys(string Id, string RequestHash)
{
    public static Keys? Of(HttpContext http, object body)
    {
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0) return null;
        var key = header.ToString();
        if (header.Count > 1 || key.Length is 0 or > 255 || key.Any(x => x is < ' ' or > '~')) throw new ProblemException(400, "idempotency_key.invalid");
        var scope = $"{Caller.Of(http).Credential}\n{http.Request.Method}\n{http.Request.Path.Value}\n";
        return new Keys(Hash(scope + key), Digest(http, body));
    }

    /// <summary>The digest that a creation with a client-supplied id is remembered by.</summary>
    public static string Digest(HttpContext http, object body) =>
        Hash($"{http.Request.Method}\n{http.Request.Path.Value}\n{JsonSerializer.Serialize(body, body.GetType(), Wire.Json)}");

    public void Fits(IdempotentAnswer stored)
    {
        if (stored.RequestHash != RequestHash) throw new ProblemException(422, "idempotency.key_reused");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
