using System.Net.Sockets;

namespace Crm.Api.Limits;

/// <summary>
/// How often a credential may ask and how often an address may fail (<c>Limits:Requests</c>, <c>Limits:FailedCredentials</c>).
/// In Development both are off unless configured. Each host counts for itself.
/// </summary>
public sealed class Rates(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
{
    private readonly Buckets? requests = Of(
        "requests",
        Quota.Of(configuration, "Limits:Requests", environment.IsDevelopment() ? null : new Quota(60_000, 60)),
        clock
    );
    private readonly Buckets? failures = Of(
        "failed-credentials",
        Quota.Of(configuration, "Limits:FailedCredentials", environment.IsDevelopment() ? null : new Quota(20, 60)),
        clock
    );

    public Quota? Requests => requests?.Quota;

    public Quota? FailedCredentials => failures?.Quota;

    /// <summary>The caller is known: one request of his.</summary>
    public void Asked(HttpContext http, Caller caller) => requests?.Take(http, caller.Credential);

    /// <summary>How much the caller has left; null when nothing is counted.</summary>
    public Level? Left(Caller caller) => requests?.Look(caller.Credential);

    /// <summary>The address has failed too often of late: a key that is not known to be good is not even looked up.</summary>
    public bool Guessing(HttpContext http) => failures is not null && !failures.Look(Address(http)).Granted;

    /// <summary>No credentials at all are no guess: nothing is taken.</summary>
    public void Unnamed(HttpContext http) => failures?.Stamp(http, failures.Look(Address(http)));

    /// <summary>The credentials were wrong: one failure of the address, and 429 when it had too many.</summary>
    public void Failed(HttpContext http) => failures?.Take(http, Address(http));

    /// <summary>A network of IPv6 counts as one address: whoever has one, has 2^64 of them.</summary>
    private static string Address(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } six => Convert.ToHexString(
                six.GetAddressBytes().AsSpan(0, 8)
            ),
            var four => four.ToString(),
        };

    private static Buckets? Of(string policy, Quota? quota, TimeProvider clock) =>
        quota is null ? null : new Buckets(policy, quota, clock);
}
