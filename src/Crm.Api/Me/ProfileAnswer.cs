using System.Globalization;
using System.Text.Json;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Me;

/// <summary>Working hours, in the user's time zone.</summary>
/// <param name="WeekDays">Working days of the week.</param>
/// <param name="From">Begin of the working day, <c>HH:mm</c>.</param>
/// <param name="To">End of the working day, <c>HH:mm</c>, later than its begin.</param>
public sealed record WorkingHoursBody(
    IReadOnlyList<Weekday> WeekDays,
    [property: Identifier] string From,
    [property: Identifier] string To
)
{
    private const string Minutes = "HH:mm";

    public static WorkingHoursBody? Of(WorkingHours? hours) =>
        hours is null ? null : new(hours.WeekDays, Text(hours.From), Text(hours.To));

    public WorkingHours Checked(string pointer) =>
        new(
            [.. TextValidation.Most(WeekDays, pointer + "/weekDays", 7).Distinct().Order()],
            Time(From, pointer + "/from"),
            Time(To, pointer + "/to")
        );

    private static string Text(TimeOnly time) => time.ToString(Minutes, CultureInfo.InvariantCulture);

    private static TimeOnly Time(string text, string pointer) =>
        TimeOnly.TryParseExact(text, Minutes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw ProblemException.Member(pointer, "time.invalid", "a time of day as HH:mm, such as 09:30");
}

/// <summary>How the user gets notices of a kind.</summary>
/// <param name="PopUp"><c>true</c>: on the live stream, where a front-end shows a pop-up.</param>
/// <param name="Email">Whether notices are also mailed: never, at once, or together once a day.</param>
public sealed record NoticeChoiceAnswer(bool PopUp, NoticeMail Email);

/// <summary>The caller's profile. What the user did not choose follows the company's settings.</summary>
/// <param name="UserId">Id of the user.</param>
/// <param name="TimeZone">IANA name of the time zone of the user's days and reminders.</param>
/// <param name="Language">Language of notices and mails to the user.</param>
/// <param name="WorkingHours">Working hours in that time zone; null when the user stated none.</param>
/// <param name="Phone">Telephone number, printed on the documents of the user's deals; null when unknown.</param>
/// <param name="Notifications">
/// How the user gets notices, by kind: <c>reminder</c>, <c>assignment</c>, <c>mention</c>, <c>completionRefused</c>,
/// <c>stageEntered</c>, <c>stale</c>, <c>neglected</c>, <c>absence</c>. More kinds may be added.
/// </param>
/// <param name="Inherited">Members among <c>timeZone</c> and <c>language</c> that follow the company.</param>
/// <param name="Version">Version of the user; the <c>n</c> of the ETag.</param>
public sealed record ProfileAnswer(
    Guid UserId,
    string TimeZone,
    [property: ValuesOf(typeof(DocumentLanguage))] string Language,
    WorkingHoursBody? WorkingHours,
    string? Phone,
    IReadOnlyDictionary<string, NoticeChoiceAnswer> Notifications,
    IReadOnlyList<string> Inherited,
    int Version
)
{
    public static ProfileAnswer Of(UserDocument user, CompanySettings company)
    {
        var profile = user.State.Chosen;
        return new(
            user.Id,
            profile.TimeZone ?? company.TimeZone!,
            profile.Language is { } language
                ? JsonNamingPolicy.CamelCase.ConvertName(language.ToString())
                : company.Languages[0],
            WorkingHoursBody.Of(profile.WorkingHours),
            user.State.Phone?.Text,
            Notices
                .Kinds.Select(profile.On)
                .ToDictionary(
                    choice => Notices.NameOf(choice.Kind),
                    choice => new NoticeChoiceAnswer(choice.PopUp, choice.Mail)
                ),
            [
                .. profile.TimeZone is null ? ["timeZone"] : Array.Empty<string>(),
                .. profile.Language is null ? ["language"] : Array.Empty<string>(),
            ],
            user.Version
        );
    }

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, Version);
}
