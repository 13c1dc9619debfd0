namespace Crm.Api.RequestPipeline;

/// <summary>
/// How many requests a credential may send, and how often an address may fail to authenticate (<c>Limits:Requests</c>,
/// <c>Limits:FailedCredentials</c>), and how many mails a user may send (<c>Limits:Mails</c>). In Development the first
/// two are off unless configured. Each host counts separately.
/// </summary>
public sealed class RateLimits(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
    : IDisposable
{
    /// <summary>
    /// Fixed number of buckets for failures, because an attacker may use any number of addresses: at most some 30 MB.
    /// Two addresses in the same bucket share its limit; a count is never lost.
    /// </summary>
    internal const int FailureBuckets = 1 << 17;

    // Only accepted credentials are counted, so the number of buckets is bounded by the number of API keys and users.
    private readonly RateLimitPolicy<string>? requests = Create<string>(
        "requests",
        Quota.Of(configuration, "Limits:Requests", environment.IsDevelopment() ? null : new Quota(60_000, 60)),
        clock
    );

    private readonly RateLimitPolicy<int>? failures = Create<int>(
        "failed-credentials",
        Quota.Of(configuration, "Limits:FailedCredentials", environment.IsDevelopment() ? null : new Quota(20, 60)),
        clock
    );

    private readonly RateLimitPolicy<string>? mails = Create<string>(
        "mails",
        Quota.Of(configuration, "Limits:Mails", new Quota(100, 3600)),
        clock
    );

    public Quota? Requests => requests?.Quota;

    public Quota? FailedCredentials => failures?.Quota;

    /// <summary>Current number of buckets for failures.</summary>
    internal int FailuresHeld => failures?.Buckets ?? 0;

    /// <summary>Counts a request of the caller; 429 after too many.</summary>
    public void CountRequest(HttpContext http, Caller caller) => requests?.Take(http, caller.Credential);

    /// <summary>Counts a mail of the user, whatever their credential; 429 after too many.</summary>
    public void CountMail(HttpContext http, Caller caller) =>
        mails?.Take(http, caller.Grants.User?.ToString() ?? caller.Credential);

    /// <summary>The caller's current level; null when requests are not limited.</summary>
    public BucketLevel? Remaining(Caller caller) => requests?.Peek(caller.Credential);

    /// <summary>
    /// True when the address has failed too often: further wrong credentials get 429. A valid one is never refused for
    /// it, because others may share the address.
    /// </summary>
    internal bool IsGuessing(HttpContext http) => failures is not null && !failures.Peek(Bucket(http)).Granted;

    /// <summary>Counts a wrong or missing credential against the address; 429 after too many.</summary>
    public void CountFailure(HttpContext http) => failures?.Take(http, Bucket(http));

    public void Dispose()
    {
        requests?.Dispose();
        failures?.Dispose();
        mails?.Dispose();
    }

    /// <summary>
    /// String hashes are randomized per process, so nobody can predict which addresses share a bucket.
    /// </summary>
    private static int Bucket(HttpContext http) =>
        CallerNetwork.Of(http).GetHashCode(StringComparison.Ordinal) & (FailureBuckets - 1);

    private static RateLimitPolicy<TKey>? Create<TKey>(string name, Quota? quota, TimeProvider clock)
        where TKey : notnull => quota is null ? null : new RateLimitPolicy<TKey>(name, quota, clock);
}
