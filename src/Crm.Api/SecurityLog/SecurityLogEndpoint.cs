using Crm.Api.Paging;
using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Api.SecurityLog;

/// <summary>A denial.</summary>
/// <param name="Code">Code of the problem that was answered.</param>
/// <param name="Missing">The permission that was missing.</param>
/// <param name="Credential">The key or token; null when none was accepted.</param>
public sealed record DenialAnswer(
    Guid Id,
    DateTimeOffset At,
    int Status,
    string Code,
    string? Missing,
    string? Credential,
    string? Actor,
    string? OperationId,
    string Method,
    string Path,
    string? Address,
    string TraceId
);

/// <summary>GET /security-log.</summary>
public static class SecurityLogEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/security-log", List)
            .Operation(
                new("listDenials")
                {
                    Permission = Permissions.AuditRead,
                    Tag = "Access",
                    Summary = "Read the security log",
                    Description = "Every denial - 401, 403, 404 of a thing - newest first.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        new("actor", "string", "Denials of one actor.", "user:0199..."),
                        new("status", "integer", "One status.", "403"),
                        new("operationId", "string", "Denials of one operation."),
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .Answers<Listed<DenialAnswer>>();

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var list = new DenialList();
        if (Query.Text(http, "actor") is { } actor)
            list.OfActor(actor);
        if (Query.Number(http, "status") is { } status)
            list.WithStatus(status);
        if (Query.Text(http, "operationId") is { } operation)
            list.OfOperation(operation);
        var (items, next, total) = await new PageOf(list).Read(
            http,
            database,
            cursors,
            [DenialList.NewestFirst],
            PageOf.Scope(http),
            row => Answer(DenialList.Read(row)),
            http.RequestAborted
        );
        return Pages.Of(http, new Listed<DenialAnswer>(items, next) { Total = total });
    }

    private static DenialAnswer Answer(Denial denial) =>
        new(
            denial.Id,
            denial.At,
            denial.Status,
            denial.Code,
            denial.Missing,
            denial.Credential,
            denial.Actor,
            denial.Operation,
            denial.Method,
            denial.Path,
            denial.Address,
            denial.Trace
        );
}
