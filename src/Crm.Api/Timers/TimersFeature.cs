using Wolverine;

namespace Crm.Api.Timers;

/// <summary>
/// Scheduled work: due dates and the purge of the security log every minute, the purges of stored answers and notifications every hour.
/// </summary>
public static class TimersFeature
{
    public static IServiceCollection AddTimers(this IServiceCollection services) =>
        services.AddSingleton<OverdueDeals>().AddSingleton<SentDueDates>();

    /// <summary>Each runs on one host of the cluster.</summary>
    public static void ScheduleTimers(this WolverineOptions options)
    {
        options.Schedules.ScheduleRecurring<SweepDueDates>("overdue", "* * * * *", _ => new SweepDueDates());
        options.Schedules.ScheduleRecurring<SweepAssignments>("assignments", "* * * * *", _ => new SweepAssignments());
        options.Schedules.ScheduleRecurring<PurgeAnswers>("purge-answers", "17 * * * *", _ => new PurgeAnswers());
        options.Schedules.ScheduleRecurring<PurgeNotices>("purge-notices", "23 * * * *", _ => new PurgeNotices());
        options.Schedules.ScheduleRecurring<PurgeDenials>("purge-denials", "* * * * *", _ => new PurgeDenials());
    }
}
