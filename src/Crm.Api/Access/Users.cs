using Crm.Api.Catalog;
using Crm.Api.Hosting;
using Crm.Projections.Access;

namespace Crm.Api.Access;

/// <summary>Somebody who works with deals.</summary>
/// <param name="Roles">Codes of roles; sales-manager when absent.</param>
/// <param name="TeamId">Where he works.</param>
public sealed record AddUserBody(string Name, string? Email = null, IReadOnlyList<string>? Roles = null, Guid? TeamId = null, Guid? Id = null);

/// <summary>A merge patch of a user: absent keeps, null clears email and teamId.</summary>
/// <param name="Active">false: his credentials are not accepted any more.</param>
public sealed record EditUserBody(string? Name = null, string? Email = null, IReadOnlyList<string>? Roles = null, Guid? TeamId = null, bool? Active = null);

/// <summary>A user.</summary>
/// <param name="Roles">What they grant adds up.</param>
public sealed record UserAnswer(Guid Id, string? Name, string? Email, IReadOnlyList<string> Roles, Guid? TeamId, bool Active, DateTimeOffset RecordedAt, int Version)
{
    public static UserAnswer Of(UserDocument x) => new(x.Id, x.State.Name.Text, x.State.Email?.Text, x.State.Roles, x.State.Team?.Value, !x.State.Inactive, x.RecordedAt, x.Version);

    public Reply Reply(int status = 200) => new(status, this) { ETag = ETags.OfBody(Version, this) };
}

/// <summary>/users.</summary>
public static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/users", Add)
            .Operation("addUser", Permissions.UsersManage, "Access", "Add a user", "Roles and team may be given at once.", refuses: ["validation.failed", "id.taken"])
            .Takes<AddUserBody>().Answers<UserAnswer>(201).Answers<UserAnswer>();
        routes.MapPatch("/users/{userId:guid}", Edit)
            .Operation("editUser", Permissions.UsersManage, "Access", "Edit a user", "Changes name, e-mail, roles, team or whether he is active by merge patch. Needs If-Match.",
                refuses: ["validation.failed", "if_match.required", "version.stale", "user.not_found", "administrator.last"])
            .Takes<EditUserBody>("application/merge-patch+json").Answers<UserAnswer>();
        Documents.Read<UserDocument, UserAnswer>(routes, Permissions.UsersRead, "users", "userId", "User", "Access", "user", "user.not_found", (_, x) => UserAnswer.Of(x), x => x.Version, UserProjection.After);
    }

    private static async Task<IResult> Add(HttpContext http, CreationPath path, RequestStore store, AccessBook access, TimeProvider clock)
    {
        var body = await Body.Read<AddUserBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var (roles, team) = (await Roles(body.Roles ?? [ShippedRoles.SalesManager], access, http.RequestAborted), await Team(body.TeamId, access, http.RequestAborted));
        var now = clock.GetUtcNow();
        var identity = new UserIdentity(new(id), Texts.Personal(body.Name, "/name", Texts.Title), Texts.PersonalOrNull(body.Email, "/email", Texts.Short));
        List<Fact> facts = [new UserAdded(identity) { HappenedAt = now }, new UserRolesChanged(roles) { HappenedAt = now }];
        if (team is not null) facts.Add(new UserPlaced(team) { HappenedAt = now });
        var document = facts.Aggregate((UserDocument?)null, (x, fact) => UserProjection.After(x, id, fact, now))!;
        var result = await Documents.Add(http, path, store, new Creation(id, body, body.Id is not null, [.. facts]), document, UserAnswer.Of, $"/api/v1/users/{id}", x => x.Version);
        access.Forget();
        return result;
    }

    private static async Task<IResult> Edit(Guid userId, HttpContext http, StreamPath path, AccessBook access, Names names)
    {
        if (http.Request.Headers.IfMatch.Count == 0) throw new ProblemException(428, "if_match.required");
        var (body, given) = await Body.ReadPatch<EditUserBody>(http);
        var roles = given.Contains("roles") ? await Roles(body.Roles ?? [], access, http.RequestAborted) : (ImmutableArray<string>?)null;
        var edit = new EditUser(given.Contains("name") ? Texts.Personal(body.Name ?? "", "/name", Texts.Title) : null, given.Contains("email"), Texts.PersonalOrNull(body.Email, "/email", Texts.Short), roles,
            given.Contains("teamId"), await Team(body.TeamId, access, http.RequestAborted), body.Active);
        var others = await access.Administrators(http.RequestAborted);
        var result = await path.Run<UserDocument>(http, userId, new { body, given = given.Order() }, "user.not_found",
            (x, intent) => edit.Decide(x.State, others.Any(a => a != x.State.Id), intent),
            (x, fact, at) => UserProjection.After(x, userId, fact, at)!, x => x.Version, x => UserAnswer.Of(x).Reply());
        access.Forget();
        names.Forget<UserDocument>(userId);
        return result;
    }

    private static async ValueTask<ImmutableArray<string>> Roles(IReadOnlyList<string> codes, AccessBook access, CancellationToken ct)
    {
        var known = await access.Roles(ct);
        for (var i = 0; i < Texts.Most(codes, "/roles", 20).Count; i++)
            if (!known.ContainsKey(codes[i])) throw ProblemException.Member($"/roles/{i}", "role.not_found", string.Join(", ", known.Keys.Order(StringComparer.Ordinal)));
        return [.. codes.Distinct()];
    }

    private static async ValueTask<TeamId?> Team(Guid? id, AccessBook access, CancellationToken ct) => id is not { } team ? null
        : (await access.Teams(ct)).ContainsKey(new(team)) ? new TeamId(team) : throw ProblemException.Member("/teamId", "team.not_found", "the id of a team");
}
