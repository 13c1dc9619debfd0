using System.Security.Cryptography;
using System.Text;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Finds API keys by the hash of their secret. Entries are valid for 30 s, so a key revoked on another host is refused
/// within a minute; a revocation on this host takes effect at once.
/// </summary>
public sealed class ApiKeyCache(ApiKeyQuery keys, AccessRegistry access, TimeProvider clock)
{
    private readonly RefreshingSnapshots<string, Found> snapshots = new(TimeSpan.FromSeconds(30), 10_000, clock);

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string NewSecret() =>
        "crm_"
        + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public async ValueTask<Caller?> Find(string secret, CancellationToken ct)
    {
        var hash = Hash(secret);
        var now = clock.GetUtcNow();
        if (!snapshots.TryGet(hash, out var found))
            found = await snapshots.Load(() => Use(hash, now, ct), loaded => [(hash, loaded)]);
        return found.Key?.IsGood(now) == true ? await access.Caller(found.Bearer!, ct) : null;
    }

    public void Invalidate(string hash) => snapshots.Invalidate(hash);

    private async Task<Found> Use(string hash, DateTimeOffset now, CancellationToken ct) =>
        await keys.Use(hash, now, ct) is { } key ? new Found(key, Bearer.Of(key)) : new Found(null, null);

    private sealed record Found(ApiKey? Key, Bearer? Bearer);
}
