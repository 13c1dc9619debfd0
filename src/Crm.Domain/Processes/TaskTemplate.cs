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

/// <summary>
/// Due time of a task relative to the time at which the task is raised. Without hours it is the end of a day; with hours it is
/// exact to the minute.
/// </summary>
/// <param name="Days">Whole days.</param>
/// <param name="Hours">Hours in addition to the days; with hours, the due time is no longer the end of a day.</param>
/// <param name="Working"><c>true</c> counts only working days of the company's calendar; hours are always clock hours.</param>
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

/// <summary>
/// How the assignee of a task is chosen: <c>manager</c> (the deal's manager), <c>user</c> (a given user), <c>role</c> (anyone with
/// a role) or <c>mover</c> (the user who moved the deal into the stage).
/// </summary>
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

/// <summary>The rule that determines the assignee of a task when the task is raised.</summary>
/// <param name="Kind">How the assignee is chosen.</param>
/// <param name="User">Id of an active user; required with kind <c>user</c>, not allowed otherwise.</param>
/// <param name="Role">Code of a role; required with kind <c>role</c>, not allowed otherwise.</param>
public sealed record AssigneeRule(AssigneeKind Kind, UserId? User = null, [property: Identifier] string? Role = null)
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
