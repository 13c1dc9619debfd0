using Crm.Domain.Reminders;
using Crm.Domain.Settings;

namespace Crm.Api.Reminders;

/// <summary>Reads the times of a reminder from bodies.</summary>
internal static class ReminderTimes
{
    public const int LongestText = 1000;

    /// <summary>The timing of a new reminder: one of at, after and before.</summary>
    /// <param name="usual">The time zone where none is given.</param>
    public static WantedTiming Of(SetReminderBody body, TimeZoneInfo usual, DateTimeOffset now)
    {
        var zone = Zone(body.TimeZone) ?? usual;
        switch (body)
        {
            case { At: null, After: null, Before: null }:
                throw ProblemException.Member("/at", "member.required", "at, after or before");
            case { At: not null, After: not null }:
                throw ProblemException.Member("/after", "member.conflict", "one of at, after and before");
            case { Before: not null } and ({ At: not null } or { After: not null }):
                throw ProblemException.Member("/before", "member.conflict", "one of at, after and before");
            case { Before: not null, Repeat: not null }:
                throw ProblemException.Member("/repeat", "member.conflict", "at with repeat, or before");
            case { Before: not null, DealId: null }:
                throw ProblemException.Member("/dealId", "member.required", "the deal of the task");
            default:
                return body.After is { } after
                    ? new(
                        new(Whole(Positive(after, "/after").After(now, zone), body.Repeat), body.Repeat, null),
                        zone,
                        "/after"
                    )
                    : new(new(Whole(body.At, body.Repeat), body.Repeat, Tie(body.Before)), zone);
        }
    }

    public static TimingPatch Of(EditReminderBody body, IReadOnlySet<string> given) =>
        new(
            given.Contains("at"),
            Whole(body.At, body.Repeat),
            given.Contains("before"),
            Tie(body.Before),
            given.Contains("repeat"),
            body.Repeat,
            given.Contains("timeZone") ? Zone(body.TimeZone ?? "") : null
        );

    /// <summary>A duration longer than nothing.</summary>
    public static IsoDuration Positive(string text, string pointer) =>
        Duration(text, pointer) is { IsZero: false } duration ? duration : throw NoDuration(pointer);

    private static DueTie? Tie(BeforeBody? body)
    {
        if (body is null)
            return null;
        Duration(body.Interval, "/before/interval");
        return new(body.Interval) { Task = new(body.TaskId) };
    }

    private static IsoDuration Duration(string text, string pointer) =>
        IsoDuration.Parse(text) ?? throw NoDuration(pointer);

    private static ProblemException NoDuration(string pointer) =>
        ProblemException.Member(
            pointer,
            "duration.invalid",
            "a duration of ISO 8601, such as P2D or PT30M, of at most ten years"
        );

    private static TimeZoneInfo? Zone(string? name) =>
        name is null
            ? null
            : TimeZones.Find(name)
                ?? throw ProblemException.Member(
                    "/timeZone",
                    "time_zone.unknown",
                    "an IANA name, such as Europe/Moscow"
                );

    /// <summary>Rules count in whole seconds.</summary>
    private static DateTimeOffset? Whole(DateTimeOffset? at, string? repeat) =>
        at is { } instant && repeat is not null
            ? instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerSecond)).ToUniversalTime()
            : at?.ToUniversalTime();
}
