using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Api.Access;

/// <summary>
/// Records each denial (who requested what, and which permission was missing) before it is answered. Refused
/// credentials count as denials, as do resources that the caller cannot see or that do not exist: a caller cannot tell
/// the two apart. Rate-limited requests (429) leave no row, because refusing them must stay cheap.
/// </summary>
public sealed class DenialLog(Denials denials, TimeProvider clock, ILogger<DenialLog> log)
{
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

    private async Task Write(HttpContext http, Problem problem)
    {
        var caller = http.Items[typeof(Caller)] as Caller;
        try
        {
            var at = clock.GetUtcNow();
            await denials.Add(
                new(Guid.CreateVersion7(at), at, problem.Status, problem.Code, problem.Missing)
                {
                    Credential = caller?.Credential,
                    Actor = caller?.Actor,
                    Operation = http.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Id,
                    Method = http.Request.Method,
                    Path = Bounded(http.Request.Path.Value),
                    Address = http.Connection.RemoteIpAddress?.ToString(),
                    Trace = problem.TraceId,
                }
            );
        }
        catch (NpgsqlException e)
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

    private static string Bounded(string? path) =>
        path is null ? ""
        : path.Replace("\0", "", StringComparison.Ordinal) is var clean && clean.Length > 500 ? clean[..500]
        : clean;
}
