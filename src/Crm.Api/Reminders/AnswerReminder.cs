using Crm.Domain.Reminders;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Reminders;

/// <summary>POST /reminders/{reminderId}/snooze and /dismiss.</summary>
public static class AnswerReminderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/reminders/{reminderId:guid}/snooze", Snooze)
            .Operation(
                new("snoozeReminder")
                {
                    Permission = Permissions.RemindersWrite,
                    Tag = "Reminders",
                    Summary = "Snooze a reminder",
                    Description =
                        "Puts a firing off: the reminder fires again at the end of the snooze. Its rule goes on beside it.",
                    Refusals = ["validation.failed", "reminder.not_found", "reminder.not_due", "capability.off"],
                }
            )
            .Takes(new SnoozeReminderBody("PT15M"))
            .Answers<ReminderAnswer>()
            .Capability(Capabilities.Reminders);
        routes
            .MapPost("/reminders/{reminderId:guid}/dismiss", Dismiss)
            .Operation(
                new("dismissReminder")
                {
                    Permission = Permissions.RemindersWrite,
                    Tag = "Reminders",
                    Summary = "Dismiss a reminder",
                    Description =
                        "Dismisses what the reminder shows or has snoozed; by rule or due date it may fire again. A reminder that fires "
                        + "once and has not fired yet is cancelled; with `series` any reminder is.",
                    Refusals = ["reminder.not_found"],
                }
            )
            .Takes(new DismissReminderBody(), optional: true)
            .Answers<ReminderAnswer>();
    }

    private static async Task<IResult> Snooze(Guid reminderId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<SnoozeReminderBody>(http);
        if (body is { For: null, Until: null })
            throw ProblemException.Member("/for", "member.required", "for or until");
        if (body is { For: not null, Until: not null })
            throw ProblemException.Member("/until", "member.conflict", "for or until");
        var duration = body.For is { } text ? ReminderTimes.Positive(text, "/for") : null;
        return await bus.Answer(
            http,
            new ExecuteReminderCommand(
                reminderId,
                (reminder, context) =>
                    new SnoozeReminder(
                        duration?.After(context.Now, reminder.State.Zone) ?? body.Until!.Value.ToUniversalTime(),
                        duration is null ? "/until" : "/for"
                    ).Decide(reminder.State, context.Now),
                http.CommandRequest(body)
            )
        );
    }

    private static async Task<IResult> Dismiss(Guid reminderId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<DismissReminderBody>(http, optional: true);
        var command = new DismissReminder(body.Series == true);
        return await bus.Answer(
            http,
            new ExecuteReminderCommand(
                reminderId,
                (reminder, context) => command.Decide(reminder.State, context.Now),
                http.CommandRequest(body)
            )
        );
    }
}
