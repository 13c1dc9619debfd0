using Crm.Projections.Access;
using Npgsql;

namespace Crm.Api.Access;

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
                "listDenials",
                Permissions.AuditRead,
                "Access",
                "Read the security log",
                "Every denial - 401, 403, 404 of a thing - newest first.",
                query:
                [
                    .. Param.Page,
                    Param.Count,
                    new("actor", "string", "Denials of one actor.", "user:0199..."),
                    new("status", "integer", "One status.", "403"),
                    new("operationId", "string", "Denials of one operation."),
                ],
                refuses: ["limit.invalid", "cursor.invalid"]
            )
            .Answers<Listed<DenialAnswer>>();

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var page = new PageOf(
            $"{DenialTable.Qualified} d",
            "d.id, d.at, d.status, d.code, d.missing, d.credential, d.actor, d.operation, d.method, d.path, d.address, d.trace"
        );
        if (Query.Text(http, "actor") is { } actor)
            page.Where($"d.actor = {page.Parameter(actor)}");
        if (Query.Number(http, "status") is { } status)
            page.Where($"d.status = {page.Parameter(status)}");
        if (Query.Text(http, "operationId") is { } operation)
            page.Where($"d.operation = {page.Parameter(operation)}");
        var (items, next, total) = await page.Read(
            http,
            database,
            cursors,
            [new("id", "d.id", "uuid", true)],
            PageOf.Scope(http),
            x => new DenialAnswer(
                x.GetGuid(0),
                x.GetFieldValue<DateTimeOffset>(1),
                x.GetInt32(2),
                x.GetString(3),
                Text(x, 4),
                Text(x, 5),
                Text(x, 6),
                Text(x, 7),
                x.GetString(8),
                x.GetString(9),
                Text(x, 10),
                x.GetString(11)
            ),
            http.RequestAborted
        );
        return Pages.Of(http, new Listed<DenialAnswer>(items, next) { Total = total });
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
