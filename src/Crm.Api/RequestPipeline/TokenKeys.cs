using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// The issuer's public keys by id, as currently published. Fetched again every five minutes and, at most twice a
/// minute, when a token names an unknown key. Tokens of a key that is no longer published are refused.
/// </summary>
public sealed class TokenKeys(
    TokenSettings settings,
    [FromKeyedServices(TokenKeys.Http)] HttpClient http,
    TimeProvider clock,
    ILogger<TokenKeys> log
) : IDisposable
{
    public const string Http = "issuer";
    private const int LeastBits = 2048;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Believed = TimeSpan.FromHours(24);
    private readonly SemaphoreSlim one = new(1);
    private volatile FrozenDictionary<string, JsonWebKey> keys = settings.Jwks is null
        ? FrozenDictionary<string, JsonWebKey>.Empty
        : Usable(settings.Jwks);
    private DateTimeOffset read = DateTimeOffset.MinValue;
    private DateTimeOffset tried = DateTimeOffset.MinValue;

    public JsonWebKey? Known(string id) => keys.GetValueOrDefault(id);

    public async ValueTask<JsonWebKey?> Find(string id, CancellationToken ct)
    {
        if (settings.Jwks is not null || !IsDue(id))
            return Known(id);
        // A single request fetches the keys. The others wait only if they cannot continue without them.
        if (!await one.WaitAsync(Known(id) is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
            return Known(id);
        try
        {
            if (IsDue(id))
                await Read(ct);
        }
        finally
        {
            one.Release();
        }

        return keys.Count > 0
            ? Known(id)
            : throw new ProblemException(503, "issuer.unavailable") { RetryAfterSeconds = (int)Pause.TotalSeconds };
    }

    public void Dispose() => one.Dispose();

    private bool IsDue(string id)
    {
        var now = clock.GetUtcNow();
        return now - tried >= Pause && (now - read >= Fresh || Known(id) is null);
    }

    private async Task Read(CancellationToken ct)
    {
        var now = tried = clock.GetUtcNow();
        try
        {
            var discovery = JsonDocument
                .Parse(
                    await http.GetStringAsync(
                        Address(settings.Issuer!.TrimEnd('/') + "/.well-known/openid-configuration"),
                        ct
                    )
                )
                .RootElement;
            if (discovery.GetProperty("issuer").GetString() != settings.Issuer)
                throw new InvalidOperationException("the issuer calls itself by another name");
            keys = Usable(await http.GetStringAsync(Address(discovery.GetProperty("jwks_uri").GetString()!), ct));
            read = now;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The keys of the issuer could not be read ({Fault})", e.GetType().Name);
            if (now - read >= Believed)
                keys = FrozenDictionary<string, JsonWebKey>.Empty;
        }
    }

    private Uri Address(string text) =>
        new Uri(text) is var address && settings.Allows(address)
            ? address
            : throw new InvalidOperationException("keys come over https only");

    /// <summary>Public signing keys only. A symmetric key in a published list would be known to everybody.</summary>
    private static FrozenDictionary<string, JsonWebKey> Usable(string jwks) =>
        new JsonWebKeySet(jwks)
            .Keys.Where(x =>
                x.Kid is { Length: > 0 }
                && x.Use is null or "" or "sig"
                && (x.Kty == "RSA" && x.KeySize >= LeastBits || x.Kty == "EC")
            )
            .DistinctBy(x => x.Kid, StringComparer.Ordinal)
            .ToFrozenDictionary(x => x.Kid, StringComparer.Ordinal);
}
