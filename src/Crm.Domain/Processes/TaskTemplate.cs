using System.Text.Json.Serialization;
using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>A task that is raised when its stage is entered, or when the previous task is completed.</summary>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
public sealed record TaskTemplate(
    string Code,
    Localized Title,
    Due Due,
    ImmutableArray<Check> Checks,
    bool Once = false
)
{
    /// <summary>
    /// The stage cannot be left while it is open. An optional one is withdrawn when the stage is left.
    /// </summary>
    public bool Mandatory { get; init; } = true;

    /// <summary>Raised together with the previous task, not after it.</summary>
    public bool Parallel { get; init; }

    /// <summary>Completed automatically, in the append that makes its checks hold.</summary>
    public bool Automatic { get; init; }

    public AssigneeRule Assignee { get; init; } = AssigneeRule.Manager;
}

/// <summary>When a task is due after its raising: at the end of a day, or to the minute when hours are given.</summary>
/// <param name="Days">Whole days.</param>
/// <param name="Hours">Additional hours; with them the due time is not the end of a day.</param>
/// <param name="Working">Counts only working days of the company; hours are always counted by the clock.</param>
public sealed record Due(int Days, int Hours = 0, bool Working = false)
{
    public static Due InDays(int days) => new(days);

    public DateTimeOffset From(DateTimeOffset raised, CommandContext context, WorkingCalendar calendar)
    {
        if (Hours == 0)
            return context.EndOf(Day(context.DayOf(raised), calendar));
        var local = TimeZoneInfo.ConvertTime(raised, context.TimeZone).DateTime.AddHours(Hours);
        var day = Day(DateOnly.FromDateTime(local), calendar).ToDateTime(TimeOnly.FromDateTime(local));
        // A local time skipped by daylight saving maps to one hour later.
        return new DateTimeOffset(day, context.TimeZone.GetUtcOffset(day)).ToUniversalTime();
    }

    private DateOnly Day(DateOnly from, WorkingCalendar calendar) =>
        Working ? calendar.After(from, Days) : from.AddDays(Days);
}

/// <summary>Who a task is assigned to.</summary>
[JsonConverter(typeof(CamelCase<AssigneeKind>))]
public enum AssigneeKind
{
    /// <summary>The deal's manager at any moment.</summary>
    Manager,

    /// <summary>A named user.</summary>
    User,

    /// <summary>All users with a role.</summary>
    Role,

    /// <summary>The user whose command raised it.</summary>
    Mover,
}

/// <summary>The rule that determines the assignee when a task is raised.</summary>
/// <param name="User">Id of an active user; only with kind user.</param>
/// <param name="Role">Code of a role; only with kind role.</param>
public sealed record AssigneeRule(AssigneeKind Kind, UserId? User = null, string? Role = null)
{
    public static AssigneeRule Manager { get; } = new(AssigneeKind.Manager);

    /// <summary>The assigned user; null: follows the deal's manager, or is open to a role.</summary>
    public UserId? Of(CommandContext context) =>
        Kind switch
        {
            AssigneeKind.User => User,
            AssigneeKind.Mover => context.User,
            _ => null,
        };
}
