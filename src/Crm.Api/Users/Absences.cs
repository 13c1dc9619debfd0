using Crm.Projections.ReadModels.Access;
using Wolverine;

namespace Crm.Api.Users;

/// <summary>Sets the days on which a user is away.</summary>
/// <param name="From">First day, in the company's time zone.</param>
/// <param name="To">Last day, today or later, at most 366 days in all.</param>
/// <param name="DeputyId">Active user who has the user's scope meanwhile; nobody when omitted.</param>
public sealed record SetAbsenceBody(DateOnly From, DateOnly To, Guid? DeputyId = null)
{
    public Absence Wanted() => new(From, To, DeputyId is { } deputy ? new UserId(deputy) : null);
}

/// <summary>The absence of a user that was set last.</summary>
/// <param name="UserId">Id of the user.</param>
/// <param name="From">First day of the absence, in the company's time zone; null when none is set.</param>
/// <param name="To">Last day of the absence; null when none is set. It may lie in the past.</param>
/// <param name="DeputyId">Id of the user who has the user's scope meanwhile; null when nobody has.</param>
/// <param name="Current"><c>true</c> when the user is away today.</param>
/// <param name="Version">Version of the user; the <c>n</c> of the ETag.</param>
public sealed record AbsenceAnswer(Guid UserId, DateOnly? From, DateOnly? To, Guid? DeputyId, bool Current, int Version)
{
    public static AbsenceAnswer Of(UserDocument user, DateOnly today) =>
        new(
            user.Id,
            user.State.Absence?.From,
            user.State.Absence?.To,
            user.State.Absence?.Deputy?.Value,
            user.State.Absence?.Covers(today) == true,
            user.Version
        );

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, Version);
}

/// <summary>/me/absence and /users/{userId}/absence.</summary>
public static class AbsenceEndpoints
{
    private const string Own = "/me/absence";
    private const string OfUser = "/users/{userId:guid}/absence";
    private const string Meaning =
        "While it lasts the deputy sees and works on the deals of the user's own scope (own, team, subtree), with their own permissions. A "
        + "deputy who is away too does not.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapReads(routes);
        MapOwn(routes);
        MapOfUsers(routes);
    }

    private static void MapReads(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Own, (HttpContext http, StoredDocuments documents) => Read(http, documents, Me(http)))
            .Operation(
                new("getAbsence")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Access",
                    Summary = "Read the caller's absence",
                    Description = "The days on which the caller is away, and their deputy; nulls when none are set.",
                    Refusals = ["user.not_found"],
                }
            )
            .Answers<AbsenceAnswer>();
        routes
            .MapGet(OfUser, (Guid userId, HttpContext http, StoredDocuments documents) => Read(http, documents, userId))
            .Operation(
                new("getUserAbsence")
                {
                    Permission = Permissions.UsersRead,
                    Tag = "Access",
                    Summary = "Read the absence of a user",
                    Description = "The days on which the user is away, and their deputy; nulls when none are set.",
                    Refusals = ["user.not_found"],
                }
            )
            .Answers<AbsenceAnswer>();
    }

    private static void MapOwn(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut(Own, (HttpContext http, IMessageBus bus) => Put(http, bus, Me(http), null))
            .Operation(
                new("updateAbsence")
                {
                    Permission = Permissions.ProfileWrite,
                    Tag = "Access",
                    Summary = "Set the caller's absence",
                    Description = $"Sets the days on which the caller is away. {Meaning} Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "user.not_found"],
                }
            )
            .Takes(new SetAbsenceBody(Sample.Later.AddDays(-13), Sample.Later, Sample.User))
            .Answers<AbsenceAnswer>();
        routes
            .MapDelete(Own, (HttpContext http, IMessageBus bus) => Remove(http, bus, Me(http), null))
            .Operation(
                new("deleteAbsence")
                {
                    Permission = Permissions.ProfileWrite,
                    Tag = "Access",
                    Summary = "End the caller's absence",
                    Description = "The caller is not away, or back earlier. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["if_match.required", "version.stale", "user.not_found"],
                }
            )
            .Answers<AbsenceAnswer>();
    }

    private static void MapOfUsers(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut(
                OfUser,
                (Guid userId, HttpContext http, IMessageBus bus) => Put(http, bus, userId, Caller.Of(http).Grants)
            )
            .Operation(
                new("updateUserAbsence")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "Set the absence of a user",
                    Description =
                        "Sets the days on which a user is away, who is in the caller's scope and has no more permissions than they do. "
                        + $"{Meaning} Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "if_match.required",
                        "version.stale",
                        "user.not_found",
                    ],
                }
            )
            .Takes(new SetAbsenceBody(Sample.Later.AddDays(-13), Sample.Later))
            .Answers<AbsenceAnswer>();
        routes
            .MapDelete(
                OfUser,
                (Guid userId, HttpContext http, IMessageBus bus) => Remove(http, bus, userId, Caller.Of(http).Grants)
            )
            .Operation(
                new("deleteUserAbsence")
                {
                    Permission = Permissions.UsersManage,
                    Tag = "Access",
                    Summary = "End the absence of a user",
                    Description = "The user is not away, or back earlier. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["permission.missing", "if_match.required", "version.stale", "user.not_found"],
                }
            )
            .Answers<AbsenceAnswer>();
    }

    private static Guid Me(HttpContext http) =>
        Caller.Of(http).User?.Value ?? throw ProblemException.NotFound("user.not_found");

    private static async Task<IResult> Read(HttpContext http, StoredDocuments documents, Guid id)
    {
        var contexts = http.RequestServices.GetRequiredService<CommandContexts>();
        return await documents.Find<UserDocument>(id, http.RequestAborted) is { } user
            ? Reply.Ok(AbsenceAnswer.Of(user, contexts.Create(Caller.Of(http)).Today), user.Version)
            : throw ProblemException.NotFound("user.not_found");
    }

    /// <param name="grantor">Rights of a caller who manages users; null: the absence is their own.</param>
    private static async Task<IResult> Put(HttpContext http, IMessageBus bus, Guid id, Grants? grantor)
    {
        var body = await Body.Read<SetAbsenceBody>(http);
        return await Set(http, bus, id, new(body.Wanted()), grantor, body);
    }

    private static Task<IResult> Remove(HttpContext http, IMessageBus bus, Guid id, Grants? grantor) =>
        Set(http, bus, id, new(null), grantor, new NoBody());

    private static Task<IResult> Set(
        HttpContext http,
        IMessageBus bus,
        Guid id,
        SetAbsence absence,
        Grants? grantor,
        object body
    )
    {
        var staff = new LockedStaff();
        return bus.Answer(
            http,
            new ExecuteUserCommand(
                id,
                (user, context) => absence.Decide(user.State, staff.Staff, grantor, context),
                http.CommandRequest(body)
            )
            {
                Staff = staff,
            }
        );
    }
}
