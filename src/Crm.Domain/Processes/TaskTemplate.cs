using System.Text.Json.Serialization;
using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>A task that entering a stage raises, or that the completion of the one before raises.</summary>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
public sealed record TaskTemplate(
    string Code,
    Localized Title,
    Due Due,
    ImmutableArray<Check> Checks,
    bool Once = false
)
{
    /// <summary>The stage is not left while it is open. An optional one is withdrawn when the stage is left.</summary>
    public bool Mandatory { get; init; } = true;

    /// <summary>Raised together with the one before it, not after it.</summary>
    public bool Parallel { get; init; }

    /// <summary>Completed by itself, in the append that makes its checks hold.</summary>
    public bool Automatic { get; init; }

    public AssigneeRule Assignee { get; init; } = AssigneeRule.Manager;
}

/// <summary>When a task is due after its raising: at the end of a day, or to the minute when hours are given.</summary>
/// <param name="Days">Whole days.</param>
/// <param name="Hours">Further hours; with them the due time is no end of a day.</param>
/// <param name="Working">Only days count that the company works; hours are counted by the clock.</param>
public sealed record Due(int Days, int Hours = 0, bool Working = false)
{
    public static Due InDays(int days) => new(days);

    public DateTimeOffset From(DateTimeOffset raised, CommandContext context, WorkingCalendar calendar)
    {
        if (Hours == 0)
            return context.EndOf(Day(context.DayOf(raised), calendar));
        var local = TimeZoneInfo.ConvertTime(raised, context.TimeZone).DateTime.AddHours(Hours);
        var day = Day(DateOnly.FromDateTime(local), calendar).ToDateTime(TimeOnly.FromDateTime(local));
        // An hour that the clocks leave out is as good as the next one.
        return new DateTimeOffset(day, context.TimeZone.GetUtcOffset(day)).ToUniversalTime();
    }

    private DateOnly Day(DateOnly from, WorkingCalendar calendar) =>
        Working ? calendar.After(from, Days) : from.AddDays(Days);
}

/// <summary>Who a task falls to.</summary>
[JsonConverter(typeof(CamelCase<AssigneeKind>))]
public enum AssigneeKind
{
    /// <summary>Whoever leads the deal, at any moment.</summary>
    Manager,

    /// <summary>A named user.</summary>
    User,

    /// <summary>Everybody who has a role.</summary>
    Role,

    /// <summary>Whose command raised it.</summary>
    Mover,
}

/// <summary>The rule that names the assignee of a task when it is raised.</summary>
/// <param name="User">Id of an active user; only with kind user.</param>
/// <param name="Role">Code of a role; only with kind role.</param>
public sealed record AssigneeRule(AssigneeKind Kind, UserId? User = null, string? Role = null)
{
    public static AssigneeRule Manager { get; } = new(AssigneeKind.Manager);

    /// <summary>The user that the task is given to; null: it follows the deal's manager, or stands open to a role.</summary>
    public UserId? Of(CommandContext context) =>
        Kind switch
        {
            AssigneeKind.User => User,
            AssigneeKind.Mover => context.User,
            _ => null,
        };
}
