using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Roles;

/// <summary>Visibility that a role grants: <c>own</c>, <c>team</c>, <c>subtree</c> or <c>all</c>.</summary>
/// <param name="Deals">Which deals the role covers.</param>
/// <param name="Clients">Which clients the role covers.</param>
public sealed record RoleScopes(Reach Deals, Reach Clients = Reach.All);

/// <summary>Visibility that a role or permission grants.</summary>
/// <param name="Deals">Which deals are covered.</param>
/// <param name="Clients">Which clients are covered.</param>
public sealed record RoleReach(Reach Deals, Reach Clients);

/// <summary>A name in both languages.</summary>
/// <param name="Ru">Name in Russian.</param>
/// <param name="En">Name in English.</param>
public sealed record RoleTitle(string Ru, string En);

/// <summary>/roles and /permissions.</summary>
public static class RoleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/permissions",
                (HttpContext http, CursorSeal cursors) =>
                    Pages.Cut(
                        http,
                        cursors,
                        [
                            .. Permissions.All.Select(x => new PermissionAnswer(
                                x.Name,
                                PermissionTitles.All[x.Name].In(Language.Of(http)),
                                x.Scope
                            )),
                        ],
                        x => x.Name
                    )
            )
            .Operation(
                new("listPermissions")
                {
                    Permission = Permissions.UsersRead,
                    Tag = "Access",
                    Summary = "List permissions",
                    Description = "Every permission that a role may grant.",
                    Query = Param.Page,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<PermissionAnswer>();
        routes
            .MapPost("/roles", Define)
            .Operation(
                new("createRole")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Define a role",
                    Description =
                        "Creates a named set of permissions with their visibility. The role may not grant "
                        + "more than the caller has. The code is unique.",
                    Refusals = ["validation.failed", "permission.missing", "role.taken"],
                }
            )
            .Takes(
                new DefineRoleBody(
                    "intern",
                    new("Стажёр", "Intern"),
                    [Permissions.DealsRead.Name, Permissions.ClientsRead.Name],
                    new(Reach.Team, Reach.Team)
                )
            )
            .Answers<RoleAnswer>(201)
            .Answers<RoleAnswer>();
        routes
            .MapPatch("/roles/{roleId:guid}", Edit)
            .Operation(
                new("updateRole")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Edit a role",
                    Description =
                        "Applies at once to all users with the role. The caller can edit a role only if they "
                        + "have all permissions that it grants before and after the change. The administrator "
                        + "role cannot be changed. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "if_match.required",
                        "version.stale",
                        "role.not_found",
                        "role.protected",
                    ],
                }
            )
            .TakesPatch(
                new EditRoleBody(
                    Permissions:
                    [
                        Permissions.DealsRead.Name,
                        Permissions.DealsWrite.Name,
                        Permissions.ClientsRead.Name,
                    ],
                    Scopes: new(Reach.Own, Reach.Team)
                )
            )
            .Answers<RoleAnswer>();
        Documents.Read(
            routes,
            new Resource<RoleDocument, RoleAnswer>(
                "roles",
                "Role",
                "Access",
                Permissions.UsersRead,
                (_, x) => RoleAnswer.Of(x)
            )
            {
                Version = x => x.Version,
                Fold = RoleProjection.After,
            }
        );
    }

    private static async Task<IResult> Define(
        HttpContext http,
        IMessageBus bus,
        ProblemRenderer problems,
        TimeProvider clock
    )
    {
        var body = await Body.Read<DefineRoleBody>(http);
        var code = TextValidation.Required(body.Code, "/code", 50);
        if (!code.All(x => x is >= 'a' and <= 'z' or >= '0' and <= '9' or '-'))
            throw ProblemException.Member("/code", "member.invalid", "lower-case letters, digits and hyphens");
        var role = new Role(code, Titled(body.Title), Known(body.Permissions), body.Scopes.Deals, body.Scopes.Clients)
        {
            DiscountLimitPercent = Limit(body.DiscountLimitPercent),
        };
        if (Granting.Refusal(Caller.Of(http).Grants, Staff.Of(role)) is { } refusal)
            return problems.Answer(http, refusal);
        var id = CodeStream.Of("role", code);
        return await bus.Answer(
            http,
            new DefineRoleCommand(
                id,
                [new RoleDefined(role) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
        );
    }

    private static async Task<IResult> Edit(Guid roleId, HttpContext http, IMessageBus bus)
    {
        var (body, given) = await Body.ReadPatch<EditRoleBody>(http);
        var title = body.Title is { } named ? Titled(named) : null;
        ImmutableArray<string>? permissions = body.Permissions is { } names ? Known(names) : null;
        var limit = Limit(body.DiscountLimitPercent);
        var grants = Caller.Of(http).Grants;
        return await bus.Answer(
            http,
            new ExecuteRoleCommand(
                roleId,
                (role, context) => Wanted(role.State).Decide(role.State, grants, context),
                http.CommandRequest(new { body, given = given.Order() })
            )
        );

        ChangeRole Wanted(Role role) =>
            new(
                role with
                {
                    Title = title ?? role.Title,
                    Permissions = permissions ?? role.Permissions,
                    Deals = body.Scopes?.Deals ?? role.Deals,
                    Clients = body.Scopes?.Clients ?? role.Clients,
                    DiscountLimitPercent = given.Contains("discountLimitPercent") ? limit : role.DiscountLimitPercent,
                }
            );
    }

    private static decimal? Limit(decimal? percent) =>
        percent is < 0 or > 100 || percent is { } given && Math.Round(given, 2) != given
            ? throw ProblemException.Member(
                "/discountLimitPercent",
                "percent.out_of_range",
                "0 to 100 with up to 2 decimals"
            )
            : percent;

    private static Localized Titled(RoleTitle x) =>
        new(
            TextValidation.Required(x.Ru, "/title/ru", TextValidation.Short),
            TextValidation.Required(x.En, "/title/en", TextValidation.Short)
        );

    private static ImmutableArray<string> Known(IReadOnlyList<string> names)
    {
        for (var i = 0; i < TextValidation.Most(names, "/permissions", 100).Count; i++)
            if (Permissions.Find(names[i]) is null)
                throw ProblemException.Member(
                    $"/permissions/{i}",
                    "permission.not_found",
                    "a name of GET /permissions"
                );
        return [.. names.Distinct()];
    }
}
