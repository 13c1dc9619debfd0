using Crm.Domain.Reminders;
using Crm.Projections.ReadModels.Reminders;

namespace Crm.Api.Reminders;

/// <summary>Reminders of users, and the sweep that fires them.</summary>
public static class RemindersFeature
{
    public static IServiceCollection AddReminders(this IServiceCollection services) =>
        services
            .AddSingleton<IRecurrences, IcalRecurrences>()
            .AddSingleton<ReminderOwners>()
            .AddSingleton<ReminderAnswers>()
            .AddSingleton<DueReminders>()
            .AddSingleton<DueFeed>()
            .AddSingleton<ReminderSweep>()
            .AddHostedService(provider => provider.GetRequiredService<ReminderSweep>())
            .AddDocumentAnswers<ReminderDocument>(
                (provider, result, viewer) =>
                    provider.GetRequiredService<ReminderAnswers>().ToStored(result, viewer, 200),
                "updateReminder",
                "snoozeReminder",
                "dismissReminder"
            )
            .AddDocumentAnswers<ReminderDocument>(
                (provider, result, viewer) =>
                    provider.GetRequiredService<ReminderAnswers>().ToStored(result, viewer, 201),
                "createReminder"
            )
            .AddAnswers<DismissedAllRenderer>("dismissReminders");

    public static void MapReminders(this IEndpointRouteBuilder routes)
    {
        SetReminderEndpoint.Map(routes);
        EditReminderEndpoint.Map(routes);
        AnswerReminderEndpoints.Map(routes);
        DismissAllEndpoint.Map(routes);
        ReadRemindersEndpoints.Map(routes);
    }
}
