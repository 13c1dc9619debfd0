using System.Globalization;
using Npgsql;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Limits the duration of a request to <c>Limits:Seconds</c>: its pending work is aborted and it ends with 503. Its
/// transaction is not committed, unless the abort hit the commit itself: then the outcome is known only to the
/// database, and a retry with the same key finds it. If the body had not arrived completely, it ends with 408. Runs
/// inside the problem boundary, so that a timeout is distinguished from a disconnected client.
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
                && IsAborted(e)
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

    private static bool IsAborted(Exception e) =>
        StoreFaults
            .Chain(e)
            .Any(x =>
                x is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            );
}
