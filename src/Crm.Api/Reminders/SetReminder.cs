using Crm.Domain.Reminders;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Reminders;
using Wolverine;

namespace Crm.Api.Reminders;

/// <summary>POST /reminders.</summary>
public static class SetReminderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/reminders", Post)
            .Operation(
                new("createReminder")
                {
                    Permission = Permissions.RemindersWrite,
                    Tag = "Reminders",
                    Summary = "Set a reminder",
                    Description =
                        "Reminds the caller, or with `reminders.others` a user in their scope: at a time, after an interval, or before "
                        + "the due date of a stage task, with which the reminder moves. With `repeat` it fires by a rule of RFC 5545; "
                        + "the preview of this operation shows the next ten times before anything is saved. Rules without an "
                        + "occurrence in the next five years and rules of hours, minutes and seconds are refused; a rule that leaves "
                        + "months out, as the 31st does, is a warning.",
                    Refusals = ["validation.failed", "id.taken", "capability.off"],
                }
            )
            .Takes(
                new SetReminderBody(
                    "Перезвонить Анне Смирновой",
                    Sample.User,
                    new(2099, 12, 31, 7, 0, 0, TimeSpan.Zero),
                    ClientId: Sample.Client
                )
            )
            .Answers<ReminderAnswer>(201)
            .Answers<ReminderAnswer>()
            .Capability(Capabilities.Reminders);

    private static async Task<IResult> Post(
        HttpContext http,
        IMessageBus bus,
        ReminderOwners owners,
        IRecurrences recurrences,
        Company company,
        TimeProvider clock
    )
    {
        var (body, ct, caller) = (await Body.Read<SetReminderBody>(http), http.RequestAborted, Caller.Of(http));
        var now = clock.GetUtcNow();
        var text = TextValidation.Personal(body.Text, "/text", ReminderTimes.LongestText);
        var (owner, grants) = await owners.Find(caller, body.UserId, ct);
        var wanted = ReminderTimes.Of(body, await owners.ZoneOf(owner, company.TimeZone, ct), now);
        var unseen = body.ClientId is { } client ? await owners.Unseen(client, grants, caller, ct) : null;
        var deal = body.DealId is { } id ? new LockedDealSubject(id) : null;
        var command = new SetReminder(
            new ReminderSet(owner, text, wanted.Timing, wanted.Zone.Id, default)
            {
                HappenedAt = now,
                Deal = body.DealId is { } about ? new(about) : null,
                Client = body.ClientId is { } of ? new(of) : null,
            },
            wanted
        );
        var reminder = body.Id ?? Guid.CreateVersion7();
        return await bus.Answer(
            http,
            new SetReminderCommand(reminder, [command.Draft], http.CommandRequest(body, null, body.Id))
            {
                Reads = deal,
                Decide = _ =>
                    command.Decide(
                        unseen ?? (deal is null ? null : ReminderOwners.Unseen(deal.Found, grants, caller.Grants)),
                        new(recurrences, tie => deal?.Found?.DueDateOf(tie), now)
                    ),
            }
        );
    }
}
