using Crm.Domain.Reminders;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Reminders;
using Wolverine;

namespace Crm.Api.Reminders;

/// <summary>PATCH /reminders/{reminderId}.</summary>
public static class EditReminderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/reminders/{reminderId:guid}", Patch)
            .Operation(
                new("updateReminder")
                {
                    Permission = Permissions.RemindersWrite,
                    Tag = "Reminders",
                    Summary = "Edit a reminder",
                    Description =
                        "Changes text or time by merge patch. Another time begins anew, also for a reminder that is done: what it shows "
                        + "or has snoozed is over. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "reminder.not_found",
                        "capability.off",
                    ],
                }
            )
            .TakesPatch(new EditReminderBody("Перезвонить после обеда"))
            .Answers<ReminderAnswer>()
            .Capability(Capabilities.Reminders);

    private static async Task<IResult> Patch(
        Guid reminderId,
        HttpContext http,
        IMessageBus bus,
        StoredDocuments documents,
        IRecurrences recurrences
    )
    {
        var (body, given) = await Body.ReadPatch<EditReminderBody>(http);
        var command = new EditReminder(
            given.Contains("text")
                ? TextValidation.Personal(body.Text ?? "", "/text", ReminderTimes.LongestText)
                : null,
            ReminderTimes.Of(body, given)
        );
        // The deal of a reminder never changes.
        var found = await documents.Find<ReminderDocument>(reminderId, http.RequestAborted);
        var deal = found?.DealId is { } id ? new LockedDealSubject(id) : null;
        return await bus.Answer(
            http,
            new ExecuteReminderCommand(
                reminderId,
                (reminder, context) =>
                    command.Decide(reminder.State, new(recurrences, tie => deal?.Found?.DueDateOf(tie), context.Now)),
                http.CommandRequest(new { body, given = given.Order() })
            )
            {
                Reads = deal,
            }
        );
    }
}
