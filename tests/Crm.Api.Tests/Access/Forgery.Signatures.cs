using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <content>Algorithms and signatures: none, confused with each other, or of keys that the token brings along.</content>
public sealed partial record Forgery
{
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
