using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Crm.Projections.Access;

namespace Crm.Api.Access;

/// <summary>
/// Finds API keys by the hash of their secret. What was found is believed for 30 s, so a key revoked on another host is
/// dead within a minute; a revocation on this host is dead at once.
/// </summary>
public sealed class ApiKeyBook(ApiKeyQuery keys, AccessBook access, TimeProvider clock)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Found> remembered = new(StringComparer.Ordinal);

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string NewSecret() =>
        "crm_"
        + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public async ValueTask<Caller?> Find(string secret, CancellationToken ct)
    {
        var hash = Hash(secret);
        var now = clock.GetUtcNow();
        if (!remembered.TryGetValue(hash, out var found) || found.Until <= now)
        {
            if (remembered.Count > MostRemembered)
                remembered.Clear();
            var key = await keys.Use(hash, now, ct);
            remembered[hash] = found = new(key, key is null ? null : Bearer.Of(key), now + Believed);
        }

        return found.Key?.IsGood(now) == true ? await access.Caller(found.Bearer!, ct) : null;
    }

    /// <summary>This host has found the key before: no guess.</summary>
    public bool Accepted(string secret) => remembered.TryGetValue(Hash(secret), out var found) && found.Key is not null;

    public void Forget(string hash) => remembered.TryRemove(hash, out _);

    private sealed record Found(ApiKey? Key, Bearer? Bearer, DateTimeOffset Until);
}
