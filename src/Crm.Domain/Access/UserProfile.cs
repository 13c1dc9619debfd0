using System.Text.Json.Serialization;
using Crm.Domain.Settings;

namespace Crm.Domain.Access;

/// <summary>Working hours of a user, in their time zone.</summary>
/// <param name="WeekDays">From Monday on, each once.</param>
/// <param name="From">Begin of the working day, in whole minutes.</param>
/// <param name="To">End of the working day, later than its begin.</param>
public sealed record WorkingHours(ImmutableArray<Weekday> WeekDays, TimeOnly From, TimeOnly To)
{
    public bool Equals(WorkingHours? other) =>
        other is not null && ByContent.Same(WeekDays, other.WeekDays) && From == other.From && To == other.To;

    public override int GetHashCode() => HashCode.Combine(WeekDays.Length, From, To);
}

/// <summary>What a user chose for themselves. What they did not choose follows the company.</summary>
public sealed record UserProfile
{
    public static UserProfile Empty { get; } = new();

    /// <summary>IANA name; null: the company's time zone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>Null: the company's first language.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentLanguage? Language { get; init; }

    /// <summary>Null: not stated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkingHours? WorkingHours { get; init; }

    /// <summary>The choices that differ from the default, in the order of the kinds.</summary>
    public ImmutableArray<NoticeChoice> Notifications { get; init; } = [];

    /// <summary>The time zone of the user's days and reminders.</summary>
    /// <param name="company">The company's, for users who chose none.</param>
    public TimeZoneInfo ZoneOr(TimeZoneInfo company) => TimeZones.Find(TimeZone) ?? company;

    /// <summary>How the user gets notices of a kind.</summary>
    public NoticeChoice On(NoticeKind kind) =>
        Notifications.FirstOrDefault(choice => choice.Kind == kind) ?? Notices.Default(kind);

    /// <summary>The profile with one choice replaced.</summary>
    public UserProfile With(NoticeChoice chosen) =>
        this with
        {
            Notifications =
            [
                .. Notices
                    .Kinds.Select(kind => kind == chosen.Kind ? chosen : On(kind))
                    .Where(choice => choice != Notices.Default(choice.Kind)),
            ],
        };

    public bool Equals(UserProfile? other) =>
        other is not null
        && TimeZone == other.TimeZone
        && Language == other.Language
        && Equals(WorkingHours, other.WorkingHours)
        && ByContent.Same(Notifications, other.Notifications);

    public override int GetHashCode() => HashCode.Combine(TimeZone, Language, WorkingHours, Notifications.Length);

    public IEnumerable<Fault> Faults()
    {
        if (TimeZone is not null && TimeZones.Find(TimeZone) is null)
            yield return new("/timeZone", "time_zone.unknown", "an IANA name, such as Europe/Moscow");
        if (WorkingHours is not { } hours)
            yield break;
        if (hours.WeekDays.IsDefaultOrEmpty)
            yield return new("/workingHours/weekDays", "member.empty", "at least one day");
        if (hours.From >= hours.To)
            yield return new("/workingHours/to", "working_hours.order", "a time later than from");
    }

    /// <summary>Folds one event; events of other matters change nothing.</summary>
    public static UserProfile Evolve(UserProfile before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            UserTimeZoneChanged f => before with { TimeZone = f.TimeZone },
            UserLanguageChanged f => before with { Language = f.Language },
            UserWorkingHoursChanged f => before with { WorkingHours = f.Hours },
            UserNotificationsChanged f => before with { Notifications = f.Choices },
            _ => before,
        };
}

public sealed record UserTimeZoneChanged(string? TimeZone) : DomainEvent;

public sealed record UserLanguageChanged(DocumentLanguage? Language) : DomainEvent;

public sealed record UserWorkingHoursChanged(WorkingHours? Hours) : DomainEvent;

/// <summary>The choices that differ from the default; all others are as by default.</summary>
public sealed record UserNotificationsChanged(ImmutableArray<NoticeChoice> Choices) : DomainEvent;

/// <summary>Changes a user's own profile and telephone number to the wanted ones; only differences become events.</summary>
public sealed record ChangeProfile(UserProfile Wanted, Personal? Phone)
{
    public Decision Decide(User before, CommandContext context) =>
        Wanted.Faults().ToArray() is { Length: > 0 } faults
            ? Rejection.Invalid(faults)
            : Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));

    private IEnumerable<DomainEvent> Changes(User user)
    {
        var before = user.Chosen;
        if (Wanted.TimeZone != before.TimeZone)
            yield return new UserTimeZoneChanged(Wanted.TimeZone);
        if (Wanted.Language != before.Language)
            yield return new UserLanguageChanged(Wanted.Language);
        if (!Equals(Wanted.WorkingHours, before.WorkingHours))
            yield return new UserWorkingHoursChanged(Wanted.WorkingHours);
        if (!ByContent.Same(Wanted.Notifications, before.Notifications))
            yield return new UserNotificationsChanged(Wanted.Notifications);
        if (Phone?.Text != user.Phone?.Text)
            yield return new UserPhoneChanged(Phone);
    }
}
