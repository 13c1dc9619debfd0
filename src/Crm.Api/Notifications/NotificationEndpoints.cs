using Crm.Api.Paging;
using Crm.Projections.ReadModels.Notifications;
using Npgsql;

namespace Crm.Api.Notifications;

/// <summary>Something that a user was told.</summary>
/// <param name="Kind">What happened, as in the choices of the profile; now only reminders are told.</param>
/// <param name="At">Time of the event.</param>
/// <param name="ReadAt">When it was read; null: it is unread.</param>
/// <param name="ReminderId">Id of the reminder that fired.</param>
/// <param name="Text">Text of the reminder; null after it was erased.</param>
/// <param name="DealId">The deal that it is about; null: none.</param>
/// <param name="ClientId">The client that it is about; null: none.</param>
public sealed record NotificationAnswer(
    Guid Id,
    NoticeKind Kind,
    DateTimeOffset At,
    DateTimeOffset? ReadAt,
    Guid? ReminderId,
    string? Text,
    Guid? DealId,
    Guid? ClientId
)
{
    public static NotificationAnswer Of(NoticeRow x) =>
        new(x.Id, x.Kind, x.At, x.ReadAt, x.ReminderId, x.Text, x.DealId, x.ClientId);
}

/// <summary>What is unread.</summary>
/// <param name="Unread">Number of unread notifications, counted up to 1,000.</param>
public sealed record UnreadAnswer(int Unread);

/// <summary>Marks notifications of the caller as read, by one of both members.</summary>
/// <param name="Ids">Ids of notifications, at most 200; unknown ones are ignored.</param>
/// <param name="UpTo">Id of the newest one that was read: it and all older ones.</param>
public sealed record ReadNotificationsBody(IReadOnlyList<Guid>? Ids = null, Guid? UpTo = null);

/// <summary>GET /notifications and /notifications/unread, POST /notifications/read.</summary>
public static class NotificationEndpoints
{
    private const int MostIds = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/notifications", List)
            .Operation(
                new("listNotifications")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Notifications",
                    Summary = "List notifications",
                    Description = "What the caller was told in the last 90 days, newest first.",
                    Query =
                    [
                        .. Param.Page,
                        Param.Count,
                        new("unread", "boolean", "`true`: only those that were not read yet."),
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<NotificationAnswer>();
        routes
            .MapGet("/notifications/unread", Unread)
            .Operation(
                new("getUnreadNotifications")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Notifications",
                    Summary = "Count unread notifications",
                    Description = "The number for a badge, cheap enough to be read often. Counted up to 1,000.",
                }
            )
            .Answers<UnreadAnswer>();
        routes
            .MapPost("/notifications/read", Read)
            .Operation(
                new("markNotificationsRead")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Notifications",
                    Summary = "Mark notifications as read",
                    Description =
                        "Marks the caller's own notifications, once and for all. What a reminder told is read as soon as the reminder is "
                        + "snoozed, dismissed or changed. Needs the scope `write`.",
                    Refusals = ["validation.failed"],
                }
            )
            .Takes(new ReadNotificationsBody([Sample.Notification]))
            .Answers<UnreadAnswer>()
            .WithoutPreview();
    }

    private static Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var list = new NoticeList(Caller.Of(http).User);
        if (Query.Flag(http, "unread"))
            list.IsUnread();
        return new PageOf(list).Answer(
            http,
            database,
            cursors,
            [NoticeList.NewestFirst],
            row => NotificationAnswer.Of(NoticeList.Read(row))
        );
    }

    private static async Task<IResult> Unread(HttpContext http, StoredNotices notices) =>
        Reply.Ok(await Count(http, notices));

    private static async Task<IResult> Read(HttpContext http, StoredNotices notices, TimeProvider clock)
    {
        new RequiredScope(Scope.Write).Check(Caller.Of(http));
        var (body, ct) = (await Body.Read<ReadNotificationsBody>(http), http.RequestAborted);
        if (body is { Ids: null, UpTo: null })
            throw ProblemException.Member("/ids", "member.required", "ids or upTo");
        if (body is { Ids: not null, UpTo: not null })
            throw ProblemException.Member("/upTo", "member.conflict", "ids or upTo");
        var ids = TextValidation.Most(body.Ids, "/ids", MostIds);
        if (Caller.Of(http).User is not { } user)
            return Reply.Ok(new UnreadAnswer(0));
        if (body.UpTo is { } last)
            await notices.ReadUpTo(user.Value, last, clock.GetUtcNow(), ct);
        else
            await notices.Read(user.Value, [.. ids], clock.GetUtcNow(), ct);
        return Reply.Ok(await Count(http, notices));
    }

    private static async Task<UnreadAnswer> Count(HttpContext http, StoredNotices notices) =>
        new(Caller.Of(http).User is { } user ? await notices.CountUnread(user.Value, http.RequestAborted) : 0);
}
