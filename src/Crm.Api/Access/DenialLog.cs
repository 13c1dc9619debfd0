using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Api.Access;

/// <summary>
/// Records each denial (who requested what, and which permission was missing) before it is answered. Refused
/// credentials count as denials, as do resources that the caller cannot see or that do not exist: a caller cannot tell
/// the two apart. Rate-limited requests (429) leave no row, because refusing them must stay cheap. The first denials of a
/// series have a row each; further ones are counted in memory and share a row, so that a flood writes little.
/// </summary>
public sealed class DenialLog(
    Denials denials,
    DenialCounts counts,
    DenialSettings settings,
    TimeProvider clock,
    ILogger<DenialLog> log
)
{
    private const int MaximumPathLength = 500;

    public static bool IsDenial(int status, string code) =>
        status is 401 or 403 || status == 404 && code != "route.not_found";

    /// <summary>Marks the denial; it is written before the response starts.</summary>
    public static void Record(HttpContext http, Problem problem)
    {
        if (!IsDenial(problem.Status, problem.Code) || http.Items.ContainsKey(typeof(DenialLog)))
            return;
        http.Items[typeof(DenialLog)] = true;
        http.Response.OnStarting(() => http.RequestServices.GetRequiredService<DenialLog>().Write(http, problem));
    }

    /// <summary>Writes what was counted in memory.</summary>
    public async Task WriteCounts(CancellationToken ct)
    {
        var rests = counts.Drain(clock.GetUtcNow());
        try
        {
            await denials.AddRests(rests, ct);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            // Not kept for later: the memory of a host whose database is gone would grow.
            log.LogError("{Count} denials were not counted: {Fault}", rests.Sum(x => x.Denial.Count), FaultLine.Of(e));
        }
    }

    private async Task Write(HttpContext http, Problem problem)
    {
        var denial = Read(http, problem);
        var series = new DenialSeries(
            DenialSeries.MinuteOf(denial.At),
            CallerNetwork.Of(http),
            denial.Code,
            denial.Credential
        );
        try
        {
            if (
                counts.Next(series) is not { } number
                || !await denials.Add(denial, series.Id, number, settings.RowsPerMinute)
            )
                counts.Add(series, denial);
        }
        catch (Exception e) when (StoreFaults.IsOfStore(e))
        {
            // The request stays denied even if the row cannot be written.
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
            log.LogError(
                "A denial was not written down: {Status} {Code} at {Method} {Route}, trace {Trace}: {Fault}",
                problem.Status,
                problem.Code,
                http.Request.Method,
                route,
                problem.TraceId,
                FaultLine.Of(e)
            );
        }
    }

    private Denial Read(HttpContext http, Problem problem)
    {
        var caller = http.Items[typeof(Caller)] as Caller;
        var at = clock.GetUtcNow();
        return new(Guid.CreateVersion7(at), at, problem.Status, problem.Code, problem.Missing)
        {
            Credential = caller?.Credential,
            Actor = caller?.Actor,
            Operation = http.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Id,
            Method = http.Request.Method,
            Path = Bounded(http.Request.Path.Value),
            Address = http.Connection.RemoteIpAddress?.ToString(),
            Trace = problem.TraceId,
        };
    }

    private static string Bounded(string? path) =>
        Echo.Cut((path ?? "").Replace("\0", "", StringComparison.Ordinal), MaximumPathLength);
}
