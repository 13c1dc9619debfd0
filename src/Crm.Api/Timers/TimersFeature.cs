using Wolverine;

namespace Crm.Api.Timers;

/// <summary>What runs by the clock: due dates every minute, the purge of stored answers every hour.</summary>
public static class TimersFeature
{
    public static IServiceCollection AddTimers(this IServiceCollection services) =>
        services.AddSingleton<OverdueDeals>().AddSingleton<SentDueDates>();

    /// <summary>One host of the cluster runs each.</summary>
    public static void ScheduleTimers(this WolverineOptions options)
    {
        options.Schedules.ScheduleRecurring<SweepDueDates>("overdue", "* * * * *", _ => new SweepDueDates());
        options.Schedules.ScheduleRecurring<PurgeAnswers>("purge-answers", "17 * * * *", _ => new PurgeAnswers());
    }
}
