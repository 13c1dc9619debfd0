using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Api.Access;

/// <summary>
/// Writes down each denial - who asked for what, and what was missing - before it is answered. Credentials that were not accepted
/// and things that the caller does not see (or that do not exist: he cannot tell, nor need we) are denials, too. Who asks too often
/// (429) leaves no row: what is to cost nothing must not write.
/// </summary>
public sealed class DenialLog(Denials denials, TimeProvider clock, ILogger<DenialLog> log)
{
    public static bool IsDenial(int status, string code) =>
        status is 401 or 403 || status == 404 && code != "route.not_found";

    /// <summary>To be written before the answer leaves.</summary>
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
            // Denied it stays, whatever becomes of the note.
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
