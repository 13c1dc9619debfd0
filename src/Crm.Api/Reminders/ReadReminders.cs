using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Reminders;
using Crm.Projections.ReadModels.Reminders;
using Npgsql;

namespace Crm.Api.Reminders;

/// <summary>GET /reminders, /reminders/{reminderId} and its history.</summary>
public static class ReadRemindersEndpoints
{
    private static readonly (string Suffix, string Words, Comparison Comparison)[] Signs =
    [
        ("gte", "at or after", Comparison.AtLeast),
        ("lt", "before", Comparison.Below),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/reminders", List)
            .Operation(
                new("listReminders")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Reminders",
                    Summary = "List reminders",
                    Description =
                        "One's own reminders, and with `reminders.others` those of the users in scope; newest first unless sorted.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        new Param("userId", "string", "Who is reminded: `me`, or the id of a user.", "me").Checked(
                            http => User(http)
                        ),
                        Param.Several("status", ValueSet.Of<ReminderStatus>(), "States; any of several.", "due"),
                        new("dealId", "uuid", "The deal that they are about."),
                        new("clientId", "uuid", "The client that they are about."),
                        .. Signs.Select(sign => new Param(
                            $"nextAt.{sign.Suffix}",
                            "date-time",
                            $"Only reminders that fire next {sign.Words} this time."
                        )),
                        Param.One(
                            "sort",
                            ValueSet.Sort("ReminderSort", ["nextAt"]),
                            "`nextAt`: what fires soonest first."
                        ) with
                        {
                            Fault = "sort.invalid",
                        },
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid", "sort.invalid"],
                }
            )
            .AnswersList<ReminderAnswer>();
        routes
            .MapGet("/reminders/due", Due)
            .Operation(
                new("listDueReminders")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Reminders",
                    Summary = "List due reminders",
                    Description =
                        "What the caller's own reminders show now, the latest firing first: it stays until it is snoozed or dismissed.",
                    Query = [.. Param.Page, Param.Count],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ReminderAnswer>();
        routes
            .MapGet("/reminders/{reminderId:guid}", Get)
            .Operation(
                new("getReminder")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Reminders",
                    Summary = "Read a reminder",
                    Description = "A reminder with its next ten times, in its present state or as of a past time.",
                    Query = [Param.AsOf],
                    Refusals = ["reminder.not_found"],
                }
            )
            .Answers<ReminderAnswer>();
        routes
            .MapGet(
                "/reminders/{reminderId:guid}/history",
                (Guid reminderId, HttpContext http, ResourceHistory history) =>
                    history.Page(
                        http,
                        reminderId,
                        (ReminderDocument?)null,
                        Fold(reminderId),
                        Shown,
                        "reminder.not_found"
                    )
            )
            .Operation(
                new("listReminderHistory")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Reminders",
                    Summary = "Read the history of a reminder",
                    Description =
                        "Every change and every firing in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["reminder.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> Get(
        Guid reminderId,
        HttpContext http,
        StoredDocuments documents,
        ResourceHistory history,
        ReminderAnswers answers,
        TimeProvider clock
    )
    {
        if (Query.Instant(http, "asOf") is { } asOf)
            return Reply.Ok(
                answers.Of(
                    (
                        await history.At(
                            http,
                            reminderId,
                            (ReminderDocument?)null,
                            Fold(reminderId),
                            "reminder.not_found"
                        )
                    )!,
                    asOf
                )
            );
        return await documents.Find<ReminderDocument>(reminderId, http.RequestAborted) is { } reminder
            ? Reply.Ok(answers.Of(reminder, clock.GetUtcNow()), reminder.Version)
            : throw ProblemException.NotFound("reminder.not_found");
    }

    /// <summary>An id may be that of anything with events: what is no reminder is not found.</summary>
    private static Func<ReminderDocument?, EventRow, ReminderDocument?> Fold(Guid id) =>
        (before, e) =>
            e.Entry.Stream == "reminder"
                ? ReminderProjection.After(before, id, e.Data, e.RecordedAt)
                : throw ProblemException.NotFound("reminder.not_found");

    private static object? Shown(ReminderDocument? x) =>
        x is null ? null
        : ReminderAnswer.Of(x) is var answer
            ? new
            {
                answer.Text,
                answer.UserId,
                answer.At,
                answer.Repeat,
                answer.Before,
                answer.TimeZone,
                answer.DealId,
                answer.ClientId,
                answer.Status,
                answer.NextAt,
                answer.SnoozedUntil,
                answer.Firing,
                answer.EndReason,
            }
        : null;

    private static Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var grants = Caller.Of(http).Grants;
        var list = new ReminderList();
        list.Of(Seen(grants));
        if (User(http) is { } owner)
            list.Of([owner]);
        if (Query.List(http, "status") is { } statuses)
            list.IsIn(statuses.Select(status => Enum.Parse<ReminderStatus>(status, ignoreCase: true)));
        if (Query.Id(http, "dealId") is { } deal)
            list.IsAboutDeal(deal);
        if (Query.Id(http, "clientId") is { } client)
            list.IsAboutClient(client);
        foreach (var (suffix, _, comparison) in Signs)
            if (Query.Instant(http, $"nextAt.{suffix}") is { } at)
                list.FiresNext(comparison, at);
        return new PageOf(list).Answer(
            http,
            database,
            cursors,
            [Query.Text(http, "sort") is null ? ReminderList.NewestFirst : ReminderList.SoonestFirst],
            row => ReminderAnswer.Of(ReminderList.Read(row))
        );
    }

    private static Task<IResult> Due(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var list = new ReminderList();
        list.Of(Caller.Of(http).User is { } me ? [me] : []);
        list.IsDue();
        return new PageOf(list).Answer(
            http,
            database,
            cursors,
            [ReminderList.LatestFiredFirst],
            row => ReminderAnswer.Of(ReminderList.Read(row))
        );
    }

    /// <summary>The users whose reminders the caller sees; null: all.</summary>
    private static IReadOnlyCollection<UserId>? Seen(Grants grants)
    {
        IReadOnlyCollection<UserId> own = grants.User is { } me ? [me] : [];
        return grants.DealsOf(Permissions.RemindersOthers) is not { } reach
            ? own
            : grants.Managers(reach, Permissions.RemindersOthers)?.Union(own).ToArray();
    }

    /// <summary>The user that the list is narrowed to; null: it is not.</summary>
    private static UserId? User(HttpContext http) =>
        Query.Text(http, "userId") switch
        {
            null => null,
            "me" => Caller.Of(http).User ?? new UserId(Guid.Empty),
            var text => Guid.TryParseExact(text, "D", out var id)
                ? new UserId(id)
                : throw Query.Invalid("userId", "me or a UUID"),
        };
}
