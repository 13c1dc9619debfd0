using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>A credential that must not be believed: a row of headers, made anew for each test.</summary>
public sealed record Forgery(string Name, Func<Forge, (string Name, string Value)[]> Headers, string Query = "")
{
    public static IReadOnlyList<Forgery> All { get; } =
    [.. Unsigned(), .. Confused(), .. Claimed(), .. Timed(), .. Keyed(), .. Shaped(), .. Carried(), .. ApiKeys()];

    private static Forgery Of(string name, Func<Forge, string> token) =>
        new(name, x => [("Authorization", "Bearer " + token(x))]);

    private static IEnumerable<Forgery> Unsigned()
    {
        foreach (var none in (string[])["none", "None", "NONE", "nOnE", "none ", "", "null", "nοne"])
        {
            yield return Of($"alg '{none}' without signature", x => x.Token(alg: none, sign: _ => []));
            yield return Of(
                $"alg '{none}' with the signature of a good token",
                x => x.Token(alg: none, sign: x.Right("RS256"))
            );
        }

        yield return Of("alg missing", x => x.Token(head: h => h.Remove("alg")));
        yield return Of("alg null", x => x.Token(head: h => h["alg"] = null));
        yield return Of("alg a number", x => x.Token(head: h => h["alg"] = 256));
        yield return Of("alg a list", x => x.Token(head: h => h["alg"] = new JsonArray("RS256", "none")));
        yield return Of("alg in lower case", x => x.Token(head: h => h["alg"] = "rs256"));
        yield return Of(
            "alg twice, the good one last",
            x => Forge.Raw("""{"alg":"none","alg":"RS256","typ":"JWT","kid":"rsa"}""", x.Claims(), x.Right("RS256"))
        );
        yield return Of("RS256 with an empty signature", x => x.Token(sign: _ => []));
        yield return Of("RS256 with a signature of zeros", x => x.Token(sign: _ => new byte[256]));
        yield return Of(
            "ES256 with a signature of zeros",
            x => x.Token(alg: "ES256", kid: "ec", sign: _ => new byte[64])
        );
    }

    private static IEnumerable<Forgery> Confused()
    {
        foreach (var alg in (string[])["HS256", "HS384", "HS512"])
        {
            yield return Of(
                alg + " with the public key as PEM",
                x =>
                    x.Token(
                        alg: alg,
                        sign: Forge.Hmac(Encoding.ASCII.GetBytes(x.Rsa.ExportSubjectPublicKeyInfoPem()), alg)
                    )
            );
            yield return Of(
                alg + " with the public key as PEM and a line end",
                x =>
                    x.Token(
                        alg: alg,
                        sign: Forge.Hmac(Encoding.ASCII.GetBytes(x.Rsa.ExportSubjectPublicKeyInfoPem() + "\n"), alg)
                    )
            );
            yield return Of(
                alg + " with the public key as DER",
                x => x.Token(alg: alg, sign: Forge.Hmac(x.Rsa.ExportSubjectPublicKeyInfo(), alg))
            );
            yield return Of(
                alg + " with a secret of the published list",
                x => x.Token(alg: alg, kid: "oct", sign: Forge.Hmac(x.Published, alg))
            );
        }

        yield return Of(
            "HS256 with the modulus",
            x => x.Token(alg: "HS256", sign: Forge.Hmac(x.Rsa.ExportParameters(false).Modulus!))
        );
        yield return Of(
            "HS256 with the published list",
            x => x.Token(alg: "HS256", sign: Forge.Hmac(Encoding.UTF8.GetBytes(x.Jwks)))
        );
        yield return Of("HS256 with an empty secret", x => x.Token(alg: "HS256", sign: Forge.Hmac([])));
        yield return Of("RS256 that is an HMAC", x => x.Token(sign: Forge.Hmac(x.Rsa.ExportSubjectPublicKeyInfo())));
        yield return Of("RS256 signed as PS256", x => x.Token(sign: Forge.By(x.Rsa, "PS256")));
        yield return Of("PS256 signed as RS256", x => x.Token(alg: "PS256", sign: Forge.By(x.Rsa)));
        yield return Of("RS512 signed as RS256", x => x.Token(alg: "RS512", sign: Forge.By(x.Rsa)));
        yield return Of("PS256 with a key for RS256 only", x => x.Token(alg: "PS256", kid: "rsa-only-256"));
        yield return Of("ES256 with a key of RSA", x => x.Token(alg: "ES256", kid: "rsa", sign: x.Right("ES256")));
        yield return Of("RS256 with a key of EC", x => x.Token(alg: "RS256", kid: "ec"));
        yield return Of(
            "ES256 with the wider curve",
            x => x.Token(alg: "ES256", kid: "wide", sign: y => x.Wide.SignData(y, HashAlgorithmName.SHA256))
        );
        yield return Of(
            "ES256 in DER",
            x =>
                x.Token(
                    alg: "ES256",
                    kid: "ec",
                    sign: y => x.Ec.SignData(y, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                )
        );
        yield return Of("a short key of the issuer", x => x.Token(kid: "small", sign: Forge.By(x.Small)));
        yield return Of("a key of the issuer for encryption", x => x.Token(kid: "for-encryption"));
        yield return Of("a key of a stranger", x => x.Token(sign: Forge.By(x.Stranger)));
    }

    private static IEnumerable<Forgery> Claimed()
    {
        foreach (
            var issuer in (string[])
                [
                    "https://other.test",
                    "https://issuer.test/",
                    "https://issuer.test.evil.test",
                    "https://Issuer.test",
                    "http://issuer.test",
                    "https://issuer.test ",
                    "https://issuеr.test",
                    "https://issuer.test%00",
                    "https://evil.test/https://issuer.test",
                    "",
                ]
        )
            yield return Of($"issuer '{issuer}'", x => x.Token(c => c["iss"] = issuer));
        yield return Of("issuer missing", x => x.Token(c => c.Remove("iss")));
        yield return Of("issuer a list", x => x.Token(c => c["iss"] = new JsonArray(Forge.Issuer)));
        foreach (var audience in (string[])["other", "CRM", "crm ", "crm,other", "", "crm.evil"])
            yield return Of($"audience '{audience}'", x => x.Token(c => c["aud"] = audience));
        yield return Of("audience missing", x => x.Token(c => c.Remove("aud")));
        yield return Of("audience null", x => x.Token(c => c["aud"] = null));
        yield return Of("audience a list of others", x => x.Token(c => c["aud"] = new JsonArray("other", "CRM")));
        yield return Of("audience an empty list", x => x.Token(c => c["aud"] = new JsonArray()));
        yield return Of("audience an object", x => x.Token(c => c["aud"] = new JsonObject { ["crm"] = true }));
        yield return Of("subject missing", x => x.Token(c => c.Remove("sub")));
        yield return Of("subject empty", x => x.Token(c => c["sub"] = ""));
        yield return Of("subject huge", x => x.Token(c => c["sub"] = new string('a', 256)));
        yield return Of("subject a number", x => x.Token(c => c["sub"] = 1));
        yield return Of("subject an object", x => x.Token(c => c["sub"] = new JsonObject { ["$ne"] = "" }));
        yield return Of("subject a list", x => x.Token(c => c["sub"] = new JsonArray("anna")));
        yield return Of("subject with NUL", x => x.Token(c => c["sub"] = "anna\0"));
        yield return Of("subject with a line", x => x.Token(c => c["sub"] = "anna\nadmin"));
        yield return Of(
            "subject with half a character",
            x =>
                Forge.Raw(
                    """{"alg":"RS256","typ":"JWT","kid":"rsa"}""",
                    x.Claims("HALF").Replace("HALF", "\\ud800", StringComparison.Ordinal),
                    x.Right("RS256")
                )
        );
        yield return Of(
            "subject twice",
            x =>
                Forge.Raw(
                    """{"alg":"RS256","typ":"JWT","kid":"rsa"}""",
                    x.Claims().Replace("\"sub\":", "\"sub\":\"admin\",\"sub\":", StringComparison.Ordinal),
                    x.Right("RS256")
                )
        );
        yield return Of("roles an object", x => x.Token(c => c["roles"] = new JsonObject { ["administrator"] = true }));
        yield return Of("roles of numbers", x => x.Token(c => c["roles"] = new JsonArray(1)));
        yield return Of("scopes an object", x => x.Token(c => c["scope"] = new JsonObject { ["admin"] = true }));
    }

    private static IEnumerable<Forgery> Timed()
    {
        yield return Of("expired beyond the skew", x => x.Token(c => c["exp"] = x.At(-60)));
        yield return Of("expired long ago", x => x.Token(c => c["exp"] = x.At(-86_400)));
        yield return Of("expiry missing", x => x.Token(c => c.Remove("exp")));
        yield return Of("expiry null", x => x.Token(c => c["exp"] = null));
        yield return Of("expiry a text", x => x.Token(c => c["exp"] = "2099-01-01T00:00:00Z"));
        yield return Of(
            "expiry a text of digits",
            x => x.Token(c => c["exp"] = x.At(300).ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        yield return Of("expiry zero", x => x.Token(c => c["exp"] = 0));
        yield return Of("expiry negative", x => x.Token(c => c["exp"] = -1));
        yield return Of("expiry beyond time", x => x.Token(c => c["exp"] = 1e300));
        yield return Of("expiry in milliseconds", x => x.Token(c => c["exp"] = x.Now.ToUnixTimeMilliseconds() * 10));
        yield return Of("valid only later", x => x.Token(c => c["nbf"] = x.At(61)));
        yield return Of("valid only after its end", x => x.Token(c => (c["nbf"], c["exp"]) = (x.At(30), x.At(-30))));
        yield return Of("beginning a text", x => x.Token(c => c["nbf"] = "now"));
        yield return Of("issued a text", x => x.Token(c => c["iat"] = "now"));
    }

    private static IEnumerable<Forgery> Keyed()
    {
        foreach (
            var kid in (string[])
                [
                    "../../../../dev/null",
                    "/dev/null",
                    "rsa' or '1'='1",
                    "'; drop table crm.mt_doc_api_key; --",
                    "https://evil.test/jwks",
                    "unknown",
                    "RSA",
                    "rsa ",
                    "rsa\0",
                    "*",
                    "",
                    new string('k', 8000),
                ]
        )
            yield return Of($"kid '{(kid.Length > 50 ? "huge" : kid)}'", x => x.Token(kid: kid));
        yield return Of("kid missing", x => x.Token(head: h => h.Remove("kid")));
        yield return Of("kid a number", x => x.Token(head: h => h["kid"] = 0));
        yield return Of("kid a list", x => x.Token(head: h => h["kid"] = new JsonArray("rsa")));
        yield return Of(
            "a stranger's key brought along (jwk)",
            x =>
                x.Token(
                    head: h => h["jwk"] = JsonSerializer.SerializeToNode(Forge.Public(x.Stranger, "rsa")),
                    sign: Forge.By(x.Stranger)
                )
        );
        yield return Of(
            "a stranger's key brought along under its own id",
            x =>
                x.Token(
                    kid: "mine",
                    head: h => h["jwk"] = JsonSerializer.SerializeToNode(Forge.Public(x.Stranger, "mine")),
                    sign: Forge.By(x.Stranger)
                )
        );
        yield return Of(
            "keys at a stranger's (jku)",
            x => x.Token(kid: "mine", head: h => h["jku"] = "https://evil.test/jwks", sign: Forge.By(x.Stranger))
        );
        yield return Of(
            "keys at a stranger's below the issuer's name",
            x => x.Token(head: h => h["jku"] = "https://issuer.test@evil.test/jwks", sign: Forge.By(x.Stranger))
        );
        yield return Of(
            "a certificate at a stranger's (x5u)",
            x => x.Token(head: h => h["x5u"] = "https://evil.test/cert.pem", sign: Forge.By(x.Stranger))
        );
        yield return Of(
            "a stranger's certificate (x5c)",
            x => x.Token(head: h => h["x5c"] = new JsonArray(Certificate(x.Stranger)), sign: Forge.By(x.Stranger))
        );
        yield return Of(
            "an extension that must be understood",
            x => x.Token(head: h => (h["crit"], h["exp"]) = (new JsonArray("exp"), 1))
        );
        yield return Of("an empty list of extensions", x => x.Token(head: h => h["crit"] = new JsonArray()));
        yield return Of(
            "a payload that is not encoded",
            x => x.Token(head: h => (h["crit"], h["b64"]) = (new JsonArray("b64"), false))
        );
        yield return Of("a compressed payload", x => x.Token(head: h => h["zip"] = "DEF"));
        yield return Of(
            "a token within a token",
            x => Forge.Raw("""{"alg":"RS256","typ":"JWT","cty":"JWT","kid":"rsa"}""", x.Token(), x.Right("RS256"))
        );
        foreach (var type in (string[])["logout+jwt", "dpop+jwt", "id_token", "JWE", "", "JWT "])
            yield return Of($"type '{type}'", x => x.Token(head: h => h["typ"] = type));
        yield return Of("type a number", x => x.Token(head: h => h["typ"] = 1));
    }

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

    private static string Certificate(RSA key) =>
        Convert.ToBase64String(
            new System.Security.Cryptography.X509Certificates.CertificateRequest(
                "CN=issuer.test",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
                .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200))
                .RawData
        );
}
