using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>Makes tokens by hand, good ones and any other: the libraries that make tokens refuse to make most forgeries.</summary>
public sealed class Forge : IDisposable
{
    public const string Issuer = "https://issuer.test";
    public const string Audience = "crm";

    public RSA Rsa { get; } = RSA.Create(2048);
    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public ECDsa Wide { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    public RSA Stranger { get; } = RSA.Create(2048);
    public RSA Small { get; } = RSA.Create(1024);

    /// <summary>A secret that was published in the key list by mistake.</summary>
    public byte[] Published { get; } = RandomNumberGenerator.GetBytes(64);

    /// <summary>An API key with all rights, one that was revoked and one that has expired.</summary>
    public string Key { get; set; } = "";
    public string Revoked { get; set; } = "";
    public string Expired { get; set; } = "";
    public DateTimeOffset Now { get; set; }

    /// <summary>What the issuer publishes.</summary>
    public string Jwks =>
        JsonSerializer.Serialize(
            new
            {
                keys = new object[]
                {
                    Public(Rsa, "rsa"),
                    Public(Rsa, "rsa-only-256", "RS256"),
                    Public(Ec, "ec", "P-256"),
                    Public(Wide, "wide", "P-384"),
                    Public(Small, "small"),
                    Public(Rsa, "for-encryption", use: "enc"),
                    new
                    {
                        kty = "oct",
                        kid = "oct",
                        k = Base64Url.EncodeToString(Published),
                    },
                },
            }
        );

    public static object Public(RSA key, string kid, string? alg = null, string use = "sig") =>
        key.ExportParameters(false) is var x
            ? new
            {
                kty = "RSA",
                use,
                kid,
                alg,
                n = Base64Url.EncodeToString(x.Modulus),
                e = Base64Url.EncodeToString(x.Exponent),
            }
            : null!;

    public static object Public(ECDsa key, string kid, string crv) =>
        key.ExportParameters(false).Q is var q
            ? new
            {
                kty = "EC",
                use = "sig",
                kid,
                crv,
                x = Base64Url.EncodeToString(q.X),
                y = Base64Url.EncodeToString(q.Y),
            }
            : null!;

    /// <summary>A valid token except for what is changed; signed as its header says unless specified otherwise.</summary>
    public string Token(
        Action<JsonObject>? claims = null,
        Action<JsonObject>? head = null,
        string alg = "RS256",
        string kid = "rsa",
        Func<byte[], byte[]>? sign = null
    )
    {
        var header = new JsonObject
        {
            ["alg"] = alg,
            ["typ"] = "JWT",
            ["kid"] = kid,
        };
        var payload = JsonNode.Parse(Claims())!.AsObject();
        head?.Invoke(header);
        claims?.Invoke(payload);
        return Raw(header.ToJsonString(), payload.ToJsonString(), sign ?? Right(alg));
    }

    public static string Raw(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = Segment(header) + "." + Segment(payload);
        return text + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    public static string Segment(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    public string Claims(string subject = "anna") =>
        JsonSerializer.Serialize(
            new
            {
                iss = Issuer,
                aud = Audience,
                sub = subject,
                scope = "read write admin",
                roles = new[] { "administrator" },
                iat = At(-60),
                nbf = At(-60),
                exp = At(300),
            }
        );

    public long At(int seconds) => Now.ToUnixTimeSeconds() + seconds;

    /// <summary>The signature of the issuer.</summary>
    public Func<byte[], byte[]> Right(string alg) =>
        alg switch
        {
            "ES256" => x => Ec.SignData(x, HashAlgorithmName.SHA256),
            "ES384" => x => Wide.SignData(x, HashAlgorithmName.SHA384),
            _ => By(Rsa, alg),
        };

    public static Func<byte[], byte[]> By(RSA key, string alg = "RS256") =>
        x =>
            key.SignData(
                x,
                Hash(alg),
                alg.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1
            );

    public static Func<byte[], byte[]> Hmac(byte[] secret, string alg = "HS256") =>
        x =>
            alg switch
            {
                "HS384" => HMACSHA384.HashData(secret, x),
                "HS512" => HMACSHA512.HashData(secret, x),
                _ => HMACSHA256.HashData(secret, x),
            };

    public void Dispose()
    {
        foreach (var key in (IDisposable[])[Rsa, Ec, Wide, Stranger, Small])
            key.Dispose();
    }

    private static HashAlgorithmName Hash(string alg) =>
        alg.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
        : alg.EndsWith("384", StringComparison.Ordinal) ? HashAlgorithmName.SHA384
        : HashAlgorithmName.SHA256;
}
