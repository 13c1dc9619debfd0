using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Access;

/// <summary>
/// What a user is notified of; a closed list. A new kind needs its default below and is then a choice of every profile.
/// </summary>
[JsonConverter(typeof(CamelCase<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>A reminder fired.</summary>
    Reminder,

    /// <summary>An assignment or a task was given to the user.</summary>
    Assignment,

    /// <summary>Somebody mentioned the user.</summary>
    Mention,

    /// <summary>The completion of a task of the user was refused.</summary>
    CompletionRefused,

    /// <summary>A deal of the user entered a stage.</summary>
    StageEntered,

    /// <summary>A deal is in its stage for longer than usual.</summary>
    Stale,

    /// <summary>A deal has nothing that is due.</summary>
    Neglected,

    /// <summary>A colleague is absent, and their work waits.</summary>
    Absence,
}

/// <summary>When notices are mailed.</summary>
[JsonConverter(typeof(CamelCase<NoticeMail>))]
public enum NoticeMail
{
    None,
    AtOnce,
    DailyDigest,
}

/// <summary>How a user gets notices of a kind.</summary>
/// <param name="PopUp">On the live stream, where a front-end shows a pop-up.</param>
public sealed record NoticeChoice(NoticeKind Kind, bool PopUp, NoticeMail Mail);

/// <summary>The kinds of notices and what applies to users who chose nothing.</summary>
public static class Notices
{
    public static ImmutableArray<NoticeKind> Kinds { get; } = [.. Enum.GetValues<NoticeKind>()];

    /// <summary>The name of a kind over HTTP, such as <c>stageEntered</c>.</summary>
    public static string NameOf(NoticeKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>A kind by its name; null: there is none.</summary>
    public static NoticeKind? Find(string name) =>
        Kinds.Select(kind => (NoticeKind?)kind).FirstOrDefault(kind => NameOf(kind!.Value) == name);

    /// <summary>A pop-up; stale and neglected deals are also mailed, once a day.</summary>
    public static NoticeChoice Default(NoticeKind kind) =>
        new(
            kind,
            PopUp: true,
            kind is NoticeKind.Stale or NoticeKind.Neglected ? NoticeMail.DailyDigest : NoticeMail.None
        );
}
