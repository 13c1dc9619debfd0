using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// The content of a token before its verification. Parsed strictly, so that no two parsers can understand it
/// differently: no duplicate members, no strings in place of numbers, no critical extensions, no embedded keys.
/// </summary>
internal sealed record TokenForm(
    string KeyId,
    string Algorithm,
    string Subject,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Roles
)
{
    private const int MostRoles = 100;
    private const double LastSecond = 253_402_300_799; // 9999-12-31
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"];
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];
    private static readonly string[] Extensions = ["crit", "b64", "zip", "enc", "cty"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Null: not a token that the issuer could have issued.</summary>
    public static TokenForm? Read(string token, TokenSettings settings)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts.Any(x => x.Length == 0 || x.AsSpan().ContainsAnyExcept(Letters)))
            return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]), Strict);
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), Strict);
            var (head, body) = (header.RootElement, payload.RootElement);
            if (Text(head, "alg") is not { } algorithm || !Algorithms.Contains(algorithm, StringComparer.Ordinal))
                return null;
            if (Text(head, "kid") is not { Length: > 0 and <= 255 } key)
                return null;
            if (
                head.TryGetProperty("typ", out _)
                && !Types.Contains(Text(head, "typ"), StringComparer.OrdinalIgnoreCase)
            )
                return null;
            if (Extensions.Any(x => head.TryGetProperty(x, out _)))
                return null;
            if (
                Text(body, "iss") is null
                || !IsTime(body, "exp", required: true)
                || !IsTime(body, "nbf")
                || !IsTime(body, "iat")
            )
                return null;
            if (Text(body, settings.UserClaim) is not { Length: > 0 and <= 255 } subject || subject.Any(char.IsControl))
                return null;
            if (
                Texts(body, settings.ScopeClaim) is not { } scopes
                || Texts(body, settings.RoleClaim) is not { Count: <= MostRoles } roles
            )
                return null;
            // A comma joins the roles, because no role code contains one.
            return new TokenForm(
                key,
                algorithm,
                subject,
                [.. scopes.SelectMany(x => x.Split(' '))],
                [.. roles.Where(x => x.Length is > 0 and <= 255 && !x.Contains(','))]
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null; // No JSON, no object, bytes that are no UTF-8, a lone surrogate.
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsTime(JsonElement of, string name, bool required = false) =>
        of.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out var seconds)
                && seconds is >= 0 and <= LastSecond
            : !required;

    /// <summary>A string or a list of strings; empty when absent, null for anything else.</summary>
    private static IReadOnlyList<string>? Texts(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];
        return
            value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(x => x.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(x => x.GetString()!)]
            : null;
    }
}
