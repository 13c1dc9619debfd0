using Crm.Api.Paging;
using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Api.SecurityLog;

/// <summary>A refused request, or further ones of the same minute, as recorded in the security log.</summary>
/// <param name="Id">Unique id of the entry (UUID).</param>
/// <param name="At">Time of the request.</param>
/// <param name="Status">HTTP status of the answer: 401, 403 or 404.</param>
/// <param name="Code">Code of the problem that was answered.</param>
/// <param name="Missing">Name of the permission that the caller lacks; null when the refusal has another reason.</param>
/// <param name="Credential">Id of the API key or token; null when the request had no accepted credential.</param>
/// <param name="Actor">Actor of the request as <c>kind:id</c>; null when the request had no accepted credential.</param>
/// <param name="OperationId">Operation id of the request; null when the address belongs to no operation.</param>
/// <param name="Method">HTTP method of the request.</param>
/// <param name="Path">Path of the request, without the query.</param>
/// <param name="Address">IP address of the caller; null when unknown or when there are several.</param>
/// <param name="TraceId">Trace id of the request in the host's logs.</param>
/// <param name="Count">
/// Number of refused requests that the entry stands for: 1, or more in the entry of further requests of one minute. Its
/// other members are those of the first of them.
/// </param>
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
    string TraceId,
    int Count
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
                    Description =
                        "Refused requests (401, 403, and 404 of a resource), newest first. The first ones of a minute with "
                        + "the same address, code and credential have an entry each (the operator sets how many, 10 by "
                        + "default); all further ones share an entry, whose `count` is up to date within seconds.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        new("actor", "string", "Only requests of this actor, as `kind:id`.", $"user:{Sample.User}"),
                        new(
                            "status",
                            "integer",
                            "Only requests refused with this HTTP status: 401, 403 or 404.",
                            "403"
                        ),
                        new("operationId", "string", "Only requests of this operation, by operation id."),
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<DenialAnswer>();

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var list = new DenialList();
        if (Query.Text(http, "actor") is { } actor)
            list.OfActor(actor);
        if (Query.Number(http, "status") is { } status)
            list.WithStatus(status);
        if (Query.Text(http, "operationId") is { } operation)
            list.OfOperation(operation);
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            [DenialList.NewestFirst],
            row => Answer(DenialList.Read(row))
        );
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
            denial.Trace,
            denial.Count
        );
}
