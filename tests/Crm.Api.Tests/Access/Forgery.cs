using System.Text;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>A credential that must be rejected: a set of headers, created for each test.</summary>
public sealed partial record Forgery(string Name, Func<Forge, (string Name, string Value)[]> Headers, string Query = "")
{
    public static IReadOnlyList<Forgery> All { get; } =
    [.. Unsigned(), .. Confused(), .. Claimed(), .. Timed(), .. Keyed(), .. Shaped(), .. Carried(), .. ApiKeys()];

    private static Forgery Of(string name, Func<Forge, string> token) =>
        new(name, x => [("Authorization", "Bearer " + token(x))]);

    private static IEnumerable<Forgery> Shaped()
    {
        yield return Of("two segments", x => x.Token()[..x.Token().LastIndexOf('.')]);
        yield return Of("signature cut off", x => x.Token()[..(x.Token().LastIndexOf('.') + 1)]);
        yield return Of("signature shortened", x => x.Token()[..^4]);
        yield return Of("a byte more in the signature", x => x.Token() + "AAAA");
        yield return Of("four segments", x => x.Token() + "." + Forge.Segment("{}"));
        yield return Of(
            "five segments, as an encrypted one",
            x => x.Token(head: h => (h["alg"], h["enc"]) = ("dir", "A256GCM")) + ".AAAA.AAAA"
        );
        yield return Of("an empty segment before", x => "." + x.Token());
        yield return Of("an empty header", x => x.Token()[x.Token().IndexOf('.', StringComparison.Ordinal)..]);
        yield return Of("only dots", _ => "..");
        yield return Of("another payload", x => Swapped(x.Token(), x.Claims("boss")));
        yield return Of(
            "another header",
            x =>
                Forge.Segment("""{"alg":"RS256","kid":"rsa"}""")
                + x.Token()[x.Token().IndexOf('.', StringComparison.Ordinal)..]
        );
        yield return Of(
            "a payload that is no object",
            x => Forge.Raw("""{"alg":"RS256","kid":"rsa"}""", "[]", x.Right("RS256"))
        );
        yield return Of(
            "a payload that is no JSON",
            x => Forge.Raw("""{"alg":"RS256","kid":"rsa"}""", "{", x.Right("RS256"))
        );
        yield return Of(
            "a payload with a comment",
            x => Forge.Raw("""{"alg":"RS256","kid":"rsa"}""", "/**/" + x.Claims(), x.Right("RS256"))
        );
        yield return Of(
            "a deep payload",
            x => x.Token(c => c["x"] = JsonNode.Parse(new string('[', 60) + new string(']', 60)))
        );
        yield return Of("a huge token", x => x.Token(c => c["x"] = new string('x', 20_000)));
        yield return Of("padding", x => x.Token() + "==");
        yield return Of("plain base64", x => x.Token().Replace('-', '+').Replace('_', '/') + "+");
        yield return Of("a dot of full width", x => x.Token().Replace('.', '．'));
        yield return Of("a space inside", x => x.Token().Insert(10, " "));
        yield return Of("a line end in the header's text", x => x.Token().Insert(10, "\t"));
        yield return Of("an unbreakable space after", x => x.Token() + "\u00a0");
        yield return Of("a joiner of no width", x => x.Token() + "\u200d");
        yield return Of("a JSON serialization", x => "{\"payload\":\"" + x.Token() + "\"}");
    }

    private static IEnumerable<Forgery> Carried()
    {
        foreach (var scheme in (string[])["", "Token ", "Bearer", "Bearer: ", "DPoP ", "JWT "])
            yield return new($"a good token under scheme '{scheme}'", x => [("Authorization", scheme + x.Token())]);
        yield return new("a good token as Basic", x => [("Authorization", "Basic " + Base64("x:" + x.Token()))]);
        yield return new(
            "two headers, both good",
            x => [("Authorization", "Bearer " + x.Token()), ("Authorization", "Bearer " + x.Token())]
        );
        yield return new(
            "a bad header and a good one",
            x => [("Authorization", "Bearer x"), ("Authorization", "Bearer " + x.Token())]
        );
        yield return new(
            "two in one header",
            x => [("Authorization", "Bearer " + x.Token() + ", Bearer " + x.Token())]
        );
        yield return new("in the query", _ => [], "access_token={token}");
        yield return new(
            "in a cookie",
            x => [("Cookie", "access_token=" + x.Token() + "; Authorization=Bearer " + x.Token())]
        );
        yield return new(
            "in headers of proxies",
            x =>
                [
                    ("X-Authorization", "Bearer " + x.Token()),
                    ("Proxy-Authorization", "Bearer " + x.Token()),
                    ("X-Forwarded-Access-Token", x.Token()),
                    ("X-User", "admin"),
                    ("X-Forwarded-User", "admin"),
                ]
        );
    }

    private static IEnumerable<Forgery> ApiKeys()
    {
        yield return Of("a key cut short", x => x.Key[..^1]);
        yield return Of("a key without its prefix", x => x.Key[4..]);
        yield return Of("a key's prefix alone", _ => "crm_");
        yield return Of("a key in upper case", x => x.Key.ToUpperInvariant());
        yield return Of("a key in lower case", x => x.Key.ToLowerInvariant() + "A");
        yield return Of("a prefix of other case", x => "CRM_" + x.Key[4..]);
        yield return Of("a key with a byte more", x => x.Key + "A");
        yield return Of("a key with NUL", x => x.Key + "\0");
        yield return Of("a key with an unbreakable space", x => x.Key + "\u00a0");
        yield return Of("a key padded", x => x.Key + "=");
        yield return Of("a key escaped", x => x.Key.Replace("_", "%5F", StringComparison.Ordinal));
        yield return Of("a key's hash", x => Crm.Api.Access.ApiKeyCache.Hash(x.Key));
        yield return Of("a key's hash under the prefix", x => "crm_" + Crm.Api.Access.ApiKeyCache.Hash(x.Key));
        yield return Of("a key for everything", _ => "crm_%");
        yield return Of("a key of SQL", _ => "crm_'or'1'='1");
        yield return Of("a key that was revoked", x => x.Revoked);
        yield return Of("a key that has expired", x => x.Expired);
        yield return new("a key in the query", _ => [], "api_key={key}");
        yield return new("a key in a cookie", x => [("Cookie", "key=" + x.Key)]);
        yield return new("a key in X-Api-Key", x => [("X-Api-Key", x.Key)]);
        yield return new("a key as user of Basic", x => [("Authorization", "Basic " + Base64(x.Key + ":"))]);
        yield return new("a key as password of Basic", x => [("Authorization", "Basic " + Base64("crm:" + x.Key))]);
        yield return new("a key without scheme", x => [("Authorization", x.Key)]);
        yield return new(
            "a key twice",
            x => [("Authorization", "Bearer " + x.Key), ("Authorization", "Bearer " + x.Key)]
        );
    }

    private static string Swapped(string token, string payload) =>
        token.Split('.') is var x ? $"{x[0]}.{Forge.Segment(payload)}.{x[2]}" : "";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
