using Crm.Api.Resources;
using Crm.Projections.ReadModels.Access;
using Wolverine;

namespace Crm.Api.Teams;

/// <summary>Creates a team.</summary>
/// <param name="Name">Name of the team.</param>
/// <param name="ParentId">Id of the parent team; a top-level team when omitted.</param>
public sealed record FormTeamBody(string Name, Guid? ParentId = null, Guid? Id = null);

/// <summary>Changes a team; a merge patch: an omitted member stays.</summary>
/// <param name="Name">Name of the team.</param>
/// <param name="ParentId">Id of the parent team; null makes it a top-level team.</param>
public sealed record EditTeamBody(string? Name = null, Guid? ParentId = null);

/// <summary>A team of users; teams form a tree.</summary>
/// <param name="Name">Name of the team.</param>
/// <param name="ParentId">Id of the parent team; null for a top-level team.</param>
/// <param name="RecordedAt">Time at which the team was created.</param>
public sealed record TeamAnswer(Guid Id, string Name, Guid? ParentId, DateTimeOffset RecordedAt, int Version)
{
    public static TeamAnswer Of(TeamDocument x) =>
        new(x.Id, x.State.Name, x.State.Parent?.Value, x.RecordedAt, x.Version);

    public StoredAnswer ToStored(Viewer viewer, int status = 200) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/teams/{Id}" : null);
}

/// <summary>/teams.</summary>
public static class TeamEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/teams", Form)
            .Operation(
                new("createTeam")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Create a team",
                    Description = "Teams form a tree; updateUser places users in them.",
                    Refusals = ["validation.failed", "permission.missing", "id.taken"],
                }
            )
            .Takes(new FormTeamBody("Отдел продаж"))
            .Answers<TeamAnswer>(201)
            .Answers<TeamAnswer>();
        routes
            .MapPatch("/teams/{teamId:guid}", Edit)
            .Operation(
                new("updateTeam")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Edit a team",
                    Description =
                        "Renames a team or moves it under another one. A caller who manages users of some teams only moves "
                        + "teams between these. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "if_match.required",
                        "version.stale",
                        "team.not_found",
                        "team.cycle",
                    ],
                }
            )
            .TakesPatch(new EditTeamBody("Отдел корпоративных продаж", Sample.Division))
            .Answers<TeamAnswer>();
        Documents.Read(
            routes,
            new Resource<TeamDocument, TeamAnswer>(
                "teams",
                "Team",
                "Access",
                Permissions.UsersRead,
                (_, x) => TeamAnswer.Of(x)
            )
            {
                Version = x => x.Version,
                Fold = TeamProjection.After,
            }
        );
    }

    private static async Task<IResult> Form(
        HttpContext http,
        IMessageBus bus,
        AccessRegistry access,
        ProblemRenderer problems,
        TimeProvider clock
    )
    {
        var body = await Body.Read<FormTeamBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var team = new Team(
            new(id),
            TextValidation.Required(body.Name, "/name", TextValidation.Short),
            await Known(body.ParentId, access, http.RequestAborted)
        );
        // A team without a parent is outside all scopes, and empty.
        if (
            team.Parent is { } parent
            && Granting.RefusalOfMove(Caller.Of(http).Grants, await access.Fresh(http.RequestAborted), parent)
                is { } outside
        )
            return problems.Answer(http, outside);
        return await bus.Answer(
            http,
            new FormTeamCommand(
                id,
                [new TeamFormed(team) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, body.Id)
            )
        );
    }

    private static async Task<IResult> Edit(Guid teamId, HttpContext http, IMessageBus bus, AccessRegistry access)
    {
        var (body, given) = await Body.ReadPatch<EditTeamBody>(http);
        var edit = new EditTeam(
            given.Contains("name") ? TextValidation.Required(body.Name ?? "", "/name", TextValidation.Short) : null,
            given.Contains("parentId"),
            await Known(body.ParentId, access, http.RequestAborted)
        );
        var (lockedStaff, grants) = (new LockedStaff(), Caller.Of(http).Grants);
        return await bus.Answer(
            http,
            new ExecuteTeamCommand(
                teamId,
                (team, context) => edit.Decide(team.State, lockedStaff.Staff, grants, context),
                http.CommandRequest(new { body, given = given.Order() })
            )
            {
                Staff = lockedStaff,
            }
        );
    }

    private static async ValueTask<TeamId?> Known(Guid? id, AccessRegistry access, CancellationToken ct) =>
        id is not { } team ? null
        : (await access.Staff(ct)).Teams.ContainsKey(new(team)) ? new TeamId(team)
        : throw ProblemException.Member("/parentId", "team.not_found", "the id of a team");
}
