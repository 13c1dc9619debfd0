namespace Crm.Api.Limits;

/// <summary>Limits that apply to the caller and to each request.</summary>
/// <param name="Requests">Rate limit of the caller's requests; null when requests are not limited.</param>
/// <param name="FailedCredentials">Rate limit of failed sign-ins per IP address; null when they are not limited.</param>
/// <param name="HeavyReads">Limits of lists, reports, exports and prints that run at once.</param>
/// <param name="PageBytes">
/// Largest size of the items of a page, in bytes: a page ends before the item that would exceed it, but never before its
/// first item.
/// </param>
/// <param name="BodyBytes">Largest size of a request body, in bytes.</param>
/// <param name="BodyDepth">Deepest nesting of a JSON body.</param>
/// <param name="Seconds">Longest duration of a request in seconds, after which it is aborted with 503.</param>
public sealed record LimitsAnswer(
    RateAnswer? Requests,
    RateAnswer? FailedCredentials,
    HeavyReadsAnswer HeavyReads,
    int PageBytes,
    int BodyBytes,
    int BodyDepth,
    int Seconds
);

/// <summary>How many lists, reports, exports and prints run at once; a further one waits, and is then refused with 429.</summary>
/// <param name="PerCredential">Number that run at once for one credential.</param>
/// <param name="PerHost">Number that run at once on the host that answers.</param>
/// <param name="Waiting">Number that wait at once on the host; further ones are refused without waiting.</param>
/// <param name="WaitSeconds">Longest wait in seconds.</param>
public sealed record HeavyReadsAnswer(int PerCredential, int PerHost, int Waiting, int WaitSeconds)
{
    public static HeavyReadsAnswer Of(HeavyReadLimits limits) =>
        new(limits.PerCredential, limits.PerHost, limits.Waiting, limits.Seconds);
}

/// <summary>A rate limit as a token bucket: each request takes one token, and tokens return evenly.</summary>
/// <param name="Tokens">Number of tokens in a full bucket.</param>
/// <param name="PeriodSeconds">Seconds in which an empty bucket fills.</param>
/// <param name="Remaining">Number of tokens left; null where the bucket is not the caller's own.</param>
/// <param name="ResetSeconds">Seconds until the bucket is full; null where the bucket is not the caller's own.</param>
public sealed record RateAnswer(int Tokens, int PeriodSeconds, int? Remaining, int? ResetSeconds)
{
    public static RateAnswer? Of(Quota? quota, BucketLevel? level) =>
        quota is null ? null : new(quota.Tokens, quota.Seconds, level?.Remaining, level?.Reset);
}

/// <summary>GET /limits</summary>
public static class LimitsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/limits",
                (HttpContext http, RateLimits rates, HeavyReads heavy, IConfiguration configuration) =>
                    new Reply(
                        200,
                        new LimitsAnswer(
                            RateAnswer.Of(rates.Requests, rates.Remaining(Caller.Of(http))),
                            RateAnswer.Of(rates.FailedCredentials, null),
                            HeavyReadsAnswer.Of(heavy.Limits),
                            ReadBudget.PageBytes,
                            Body.MaxBytes,
                            Wire.MaxDepth,
                            TimeLimit.Of(configuration)
                        )
                    )
            )
            .Operation(
                new("getLimits")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Operation",
                    Summary = "Read the limits",
                    Description =
                        "Rate limits and size limits that apply to the caller's requests. The operator sets " + "them.",
                }
            )
            .Answers<LimitsAnswer>();
}
