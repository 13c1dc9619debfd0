namespace Crm.Api.Limits;

/// <summary>What holds for the caller and for each request.</summary>
/// <param name="Requests">How often the caller may ask; null when nobody counts.</param>
/// <param name="FailedCredentials">How often an address may fail to sign in; null when nobody counts.</param>
/// <param name="BodyBytes">The largest body.</param>
/// <param name="BodyDepth">The deepest nesting of a body.</param>
/// <param name="Seconds">The longest time of a request; then it is broken off with 503.</param>
public sealed record LimitsAnswer(
    RateAnswer? Requests,
    RateAnswer? FailedCredentials,
    int BodyBytes,
    int BodyDepth,
    int Seconds
);

/// <summary>A bucket of tokens: each request takes one, and it fills evenly.</summary>
/// <param name="Tokens">What it holds when it is full.</param>
/// <param name="PeriodSeconds">The time in which it fills.</param>
/// <param name="Remaining">What is left, where it is the caller's own.</param>
/// <param name="ResetSeconds">When it is full again, where it is the caller's own.</param>
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
                (HttpContext http, RateLimits rates, IConfiguration configuration) =>
                    new Reply(
                        200,
                        new LimitsAnswer(
                            RateAnswer.Of(rates.Requests, rates.Remaining(Caller.Of(http))),
                            RateAnswer.Of(rates.FailedCredentials, null),
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
                    Summary = "My limits",
                    Description =
                        "How often the caller may ask and how large a request may be; the numbers are the operator's.",
                }
            )
            .Answers<LimitsAnswer>();
}
