using Crm.Api.Users;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Wolverine;

namespace Crm.Api.Me;

/// <summary>How the user gets notices of a kind; an omitted member stays as it is.</summary>
/// <param name="PopUp"><c>true</c>: on the live stream, where a front-end shows a pop-up.</param>
/// <param name="Email">Whether notices are also mailed: never, at once, or together once a day.</param>
public sealed record NoticeChoiceBody(bool? PopUp = null, NoticeMail? Email = null);

/// <summary>Changes the caller's profile; a merge patch: an omitted member stays, null returns to the company's settings.</summary>
/// <param name="TimeZone">IANA name of the time zone of the user's days and reminders, such as <c>Asia/Yekaterinburg</c>.</param>
/// <param name="Language">Language of notices and mails to the user.</param>
/// <param name="WorkingHours">Working hours in that time zone, replaced as a whole; null: not stated.</param>
/// <param name="Phone">Telephone number, in any format; null clears it.</param>
/// <param name="Notifications">
/// How the user gets notices, by kind; an omitted kind stays, null returns it to its default. Null for all kinds: their defaults.
/// </param>
public sealed record UpdateProfileBody(
    [property: Identifier] string? TimeZone = null,
    DocumentLanguage? Language = null,
    WorkingHoursBody? WorkingHours = null,
    [property: Identifier] string? Phone = null,
    SortedDictionary<string, NoticeChoiceBody?>? Notifications = null
)
{
    private const int LongestPhone = 100;

    /// <summary>Checks the members, and tells what a user wants to have after this patch.</summary>
    public Func<User, ChangeProfile> Checked(IReadOnlySet<string> given)
    {
        var hours = WorkingHours?.Checked("/workingHours");
        var phone = TextValidation.PersonalOrNull(Phone, "/phone", LongestPhone);
        var chosen = (Notifications ?? []).Select(one => (Kind(one.Key), one.Value)).ToArray();
        return user =>
        {
            var profile = user.Chosen with
            {
                TimeZone = given.Contains("timeZone") ? TimeZone : user.Chosen.TimeZone,
                Language = given.Contains("language") ? Language : user.Chosen.Language,
                WorkingHours = given.Contains("workingHours") ? hours : user.Chosen.WorkingHours,
                Notifications =
                    given.Contains("notifications") && Notifications is null ? [] : user.Chosen.Notifications,
            };
            foreach (var (kind, choice) in chosen)
                profile = profile.With(Chosen(choice, choice is null ? Notices.Default(kind) : profile.On(kind)));
            return new(profile, given.Contains("phone") ? phone : user.Phone);
        };
    }

    private static NoticeChoice Chosen(NoticeChoiceBody? choice, NoticeChoice before) =>
        before with
        {
            PopUp = choice?.PopUp ?? before.PopUp,
            Mail = choice?.Email ?? before.Mail,
        };

    private static NoticeKind Kind(string name) =>
        Notices.Find(name)
        ?? throw ProblemException.Member(
            "/notifications/"
                + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal),
            "notice.unknown",
            Phrase.Data(Notices.Kinds.Select(Notices.NameOf))
        );
}

/// <summary>/me/profile.</summary>
public static class ProfileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/me/profile", Get)
            .Operation(
                new("getProfile")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Access",
                    Summary = "Read the caller's profile",
                    Description =
                        "Time zone, language, working hours, telephone number and choice of notices of the caller. What they did "
                        + "not choose follows the company's settings.",
                    Refusals = ["user.not_found"],
                }
            )
            .Answers<ProfileAnswer>();
        routes
            .MapPatch("/me/profile", Patch)
            .Operation(
                new("updateProfile")
                {
                    Permission = Permissions.ProfileWrite,
                    Tag = "Access",
                    Summary = "Edit the caller's profile",
                    Description =
                        "Changes the caller's own profile by merge patch; every changed attribute is recorded as an event of its "
                        + "own. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "user.not_found"],
                }
            )
            .TakesPatch(
                new UpdateProfileBody(
                    "Asia/Yekaterinburg",
                    DocumentLanguage.Ru,
                    Notifications: new(StringComparer.Ordinal)
                    {
                        ["reminder"] = new(PopUp: true, NoticeMail.AtOnce),
                        ["stale"] = new(Email: NoticeMail.None),
                    }
                )
            )
            .Answers<ProfileAnswer>();
    }

    private static async Task<IResult> Get(HttpContext http, StoredDocuments documents, Company company) =>
        Caller.Of(http).User is { } user
        && await documents.Find<UserDocument>(user.Value, http.RequestAborted) is { } found
            ? Reply.Ok(ProfileAnswer.Of(found, company.Settings), found.Version)
            : throw ProblemException.NotFound("user.not_found");

    private static async Task<IResult> Patch(HttpContext http, IMessageBus bus)
    {
        var (body, given) = await Body.ReadPatch<UpdateProfileBody>(http);
        var wanted = body.Checked(given);
        var user = Caller.Of(http).User ?? throw ProblemException.NotFound("user.not_found");
        return await bus.Answer(
            http,
            new ExecuteUserCommand(
                user.Value,
                (found, context) => wanted(found.State).Decide(found.State, context),
                http.CommandRequest(new { body, given = given.Order() })
            )
        );
    }
}
