using System.Globalization;

namespace Crm.Api.Reports;

/// <summary>
/// <c>Crm-Min-Position</c>: a reader of a projection waits up to 2 s for its own write. What concerns one deal, and lists, are
/// written with the events and never behind.
/// </summary>
public static class Freshness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static RouteHandlerBuilder ReadsProjection(this RouteHandlerBuilder route, string report) =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                if (
                    Asked(http) is { } position
                    && !await http
                        .RequestServices.GetRequiredService<ProjectionPositions>()
                        .Reach(report + ":All", position, Limit, http.RequestAborted)
                )
                    throw new ProblemException(503, "projection.behind") { RetryAfterSeconds = 1 };
                return await next(context);
            }
        );

    /// <summary>The position that the reader has seen; null when it does not say.</summary>
    public static long? Asked(HttpContext http) =>
        http.Request.Headers["Crm-Min-Position"].ToString() is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new ProblemException(400, "header.invalid")
        {
            Errors = [new(null, "Crm-Min-Position", "header.invalid", "a position, as in Crm-Position")],
        };
}
