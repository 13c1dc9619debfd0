using System.Globalization;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>An operation that reads a report; its answer tells the position that it includes.</summary>
public sealed record ReportRead;

/// <summary>
/// <c>Crm-Min-Position</c>: a reader of a projection waits up to 2 s for its own write. What concerns one deal, and lists, are
/// written with the events and never behind. A version of a report that has not read all events yet does not answer.
/// <c>Crm-Lag</c> says that an answer is older than allowed.
/// </summary>
public static class Freshness
{
    public const string LagHeader = "Crm-Lag";
    private const string PositionHeader = "Crm-Position";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static RouteHandlerBuilder ReadsProjection(this RouteHandlerBuilder route, string report) =>
        route
            .IsHeavy()
            .WithMetadata(new ReportRead())
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var http = context.HttpContext;
                    var catchUp = http.RequestServices.GetRequiredService<FirstCatchUp>();
                    if (!await catchUp.IsComplete(report, http.RequestAborted))
                        throw new ProblemException(503, "projection.behind") { RetryAfterSeconds = 1 };
                    if (
                        Asked(http) is { } position
                        && !await http
                            .RequestServices.GetRequiredService<ProjectionPositions>()
                            .Reach(ReportRegistry.ShardOf(report), position, Limit, http.RequestAborted)
                    )
                        throw new ProblemException(503, "projection.behind") { RetryAfterSeconds = 1 };
                    await TellDelay(http, report);
                    return await next(context);
                }
            );

    /// <summary>
    /// The rows behind a report have no position of their own: the answer tells where the report was before they were read, so it
    /// includes at least that.
    /// </summary>
    public static RouteHandlerBuilder ReadsRowsOf(this RouteHandlerBuilder route, string report) =>
        route
            .ReadsProjection(report)
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var http = context.HttpContext;
                    var progress = http.RequestServices.GetRequiredService<ReportProgress>();
                    var positions = await progress.All(http.RequestAborted);
                    http.Response.Headers[PositionHeader] = positions
                        .GetValueOrDefault(ReportRegistry.ShardOf(report))
                        .ToString(CultureInfo.InvariantCulture);
                    return await next(context);
                }
            );

    /// <summary><c>Crm-Lag</c>: the seconds by which the report is behind, when they are more than allowed.</summary>
    private static async Task TellDelay(HttpContext http, string report)
    {
        var delays = http.RequestServices.GetRequiredService<ReportDelays>();
        if (await delays.Excessive(report, http.RequestAborted) is not { } delay)
            return;
        var known = long.TryParse(http.Response.Headers[LagHeader], CultureInfo.InvariantCulture, out var other)
            ? other
            : 0;
        http.Response.Headers[LagHeader] = Math.Max(known, (long)delay.TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The position that the reader has seen; null when it does not say.</summary>
    public static long? Asked(HttpContext http) =>
        http.Request.Headers["Crm-Min-Position"].ToString() is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new ProblemException(400, "header.invalid")
        {
            Errors = [new(null, "Crm-Min-Position", "header.invalid", "a position, as in Crm-Position")],
        };
}
