using Crm.Api.Resources;
using Crm.Projections.ReadModels.Access;
using Wolverine;

namespace Crm.Api.Users;

/// <summary>/users.</summary>
public static class UserEndpoints
{
    private const int LongestPhone = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/users", Add)
            .Operation(
                new("createUser")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Add a user",
                    Description =
                        "Roles and team may be set at once. Roles that grant more than the caller has are "
                        + "refused.",
                    Refusals = ["validation.failed", "permission.missing", "id.taken"],
                }
            )
            .Takes(new AddUserBody("Иван Петров", "petrov@example.com", [ShippedRoles.SalesManager], Sample.Team))
            .Answers<UserAnswer>(201)
            .Answers<UserAnswer>();
        routes
            .MapPatch("/users/{userId:guid}", Edit)
            .Operation(
                new("updateUser")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Edit a user",
                    Description =
                        "Changes name, e-mail, phone, roles, team or active state by merge patch. The caller can "
                        + "neither assign roles that grant more than they have, nor edit a user who has more "
                        + "permissions than they do. If they manage users of some teams only, they move users between "
                        + "these. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "if_match.required",
                        "version.stale",
                        "user.not_found",
                        "administrator.last",
                    ],
                }
            )
            .TakesPatch(new EditUserBody(Roles: [ShippedRoles.SalesManager], TeamId: Sample.Team))
            .Answers<UserAnswer>();
        Documents.Read(
            routes,
            new Resource<UserDocument, UserAnswer>(
                "users",
                "User",
                "Access",
                Permissions.UsersRead,
                (_, x) => UserAnswer.Of(x)
            )
            {
                Version = x => x.Version,
                Fold = UserProjection.After,
                Filters =
                [
                    new Param(
                        "permission",
                        "string",
                        "Only active users with a role that grants this permission.",
                        Permissions.DiscountApprove.Name
                    ).Checked(http => Permission(http)),
                ],
                Recorded = UserRecord.Of,
                List = _ => new UserList(),
                Narrow = WithPermission,
            }
        );
    }

    private static string? Permission(HttpContext http) =>
        Query.Text(http, "permission") is not { } name || Permissions.Find(name) is not null
            ? Query.Text(http, "permission")
            : throw Query.Invalid("permission", "a name of GET /permissions");

    private static async ValueTask WithPermission(HttpContext http, DocumentList<UserDocument> list)
    {
        if (Permission(http) is not { } name)
            return;
        var staff = await http.RequestServices.GetRequiredService<AccessRegistry>().Staff(http.RequestAborted);
        ((UserList)list).ActiveWith([
            .. staff.Roles.Values.Where(role => role.Permissions.Contains(name)).Select(role => role.Code),
        ]);
    }

    private static async Task<IResult> Add(
        HttpContext http,
        IMessageBus bus,
        AccessRegistry access,
        ProblemRenderer problems,
        TimeProvider clock
    )
    {
        var body = await Body.Read<AddUserBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var staff = await access.Fresh(http.RequestAborted);
        var (roles, team) = (Roles(body.Roles ?? [ShippedRoles.SalesManager], staff), Team(body.TeamId, staff));
        if (Granting.Refusal(Caller.Of(http).Grants, staff.Of(roles)) is { } refusal)
            return problems.Answer(http, refusal);
        if (team is not null && Granting.RefusalOfMove(Caller.Of(http).Grants, staff, team) is { } outside)
            return problems.Answer(http, outside);
        var now = clock.GetUtcNow();
        var identity = new UserIdentity(
            new(id),
            TextValidation.Personal(body.Name, "/name", TextValidation.Title),
            TextValidation.EmailOrNull(body.Email, "/email")
        );
        List<DomainEvent> events =
        [
            new UserAdded(identity) { HappenedAt = now },
            new UserRolesChanged(roles) { HappenedAt = now },
        ];
        if (Phone(body.Phone) is { } phone)
            events.Add(new UserPhoneChanged(phone) { HappenedAt = now });
        if (team is not null)
            events.Add(new UserPlaced(team) { HappenedAt = now });
        return await bus.Answer(http, new AddUserCommand(id, [.. events], http.CommandRequest(body, null, body.Id)));
    }

    private static async Task<IResult> Edit(Guid userId, HttpContext http, IMessageBus bus, AccessRegistry access)
    {
        var (body, given) = await Body.ReadPatch<EditUserBody>(http);
        var staff = await access.Staff(http.RequestAborted);
        var roles = given.Contains("roles") ? Roles(body.Roles ?? [], staff) : (ImmutableArray<string>?)null;
        var edit = new EditUser(
            given.Contains("name") ? TextValidation.Personal(body.Name ?? "", "/name", TextValidation.Title) : null,
            given.Contains("email"),
            TextValidation.EmailOrNull(body.Email, "/email"),
            roles,
            given.Contains("teamId"),
            Team(body.TeamId, staff),
            body.Active
        )
        {
            ChangePhone = given.Contains("phone"),
            Phone = Phone(body.Phone),
        };
        var (lockedStaff, grants) = (new LockedStaff(), Caller.Of(http).Grants);
        return await bus.Answer(
            http,
            new ExecuteUserCommand(
                userId,
                (user, context) => edit.Decide(user.State, lockedStaff.Staff, grants, context),
                http.CommandRequest(new { body, given = given.Order() })
            )
            {
                Staff = lockedStaff,
            }
        );
    }

    private static ImmutableArray<string> Roles(IReadOnlyList<string> codes, Staff staff)
    {
        for (var i = 0; i < TextValidation.Most(codes, "/roles", 20).Count; i++)
            if (!staff.Roles.ContainsKey(Codes.Fold(codes[i])))
                throw ProblemException.Member(
                    $"/roles/{i}",
                    "role.not_found",
                    Phrase.Data(staff.Roles.Keys.Order(StringComparer.Ordinal))
                );
        return [.. codes.Select(Codes.Fold).Distinct()];
    }

    private static Personal? Phone(string? text) => TextValidation.PersonalOrNull(text, "/phone", LongestPhone);

    private static TeamId? Team(Guid? id, Staff staff) =>
        id is not { } team ? null
        : staff.Teams.ContainsKey(new(team)) ? new TeamId(team)
        : throw ProblemException.Member("/teamId", "team.not_found", "the id of a team");
}
