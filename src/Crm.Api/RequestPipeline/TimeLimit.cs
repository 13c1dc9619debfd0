using System.Globalization;
using Npgsql;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// No request takes longer than <c>Limits:Seconds</c>: what it waits for is broken off and it ends with 503. Its transaction is
/// never committed, unless the commit was what it waited for: then it is as the database says, and a resend with its key tells. One
/// whose body was still coming ends with 408. Set inside the boundary of problems, so that the end by time is told from a client
/// that has gone.
/// </summary>
public sealed class TimeLimit(RequestDelegate next, IConfiguration configuration, TimeProvider clock)
{
    private const int Default = 30;
    private readonly int seconds = Of(configuration);

    public static int Of(IConfiguration configuration) => Quota.Number(configuration, "Limits:Seconds", 1) ?? Default;

    public async Task InvokeAsync(HttpContext http)
    {
        var gone = http.RequestAborted;
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, time.Token);
        http.RequestAborted = either.Token;
        try
        {
            await next(http);
        }
        catch (Exception e)
            when (e is not ProblemException
                && time.IsCancellationRequested
                && !gone.IsCancellationRequested
                && BrokenOff(e)
            )
        {
            throw new ProblemException(503, "request.timed_out", e)
            {
                RetryAfterSeconds = 1,
                DetailArgument = seconds.ToString(CultureInfo.InvariantCulture),
            };
        }
        finally
        {
            http.RequestAborted = gone;
        }
    }

    private static bool BrokenOff(Exception e) =>
        StoreFaults
            .Chain(e)
            .Any(x =>
                x is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            );
}
