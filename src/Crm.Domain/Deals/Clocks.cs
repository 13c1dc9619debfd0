using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>The order rules of the two clocks (docs/domain.md, Two clocks).</summary>
public static class Clocks
{
    /// <summary>A client's clock may run this far ahead of the host's, or behind it, and still means now.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public static DateTimeOffset Resolve(Intent intent, DateTimeOffset lastFact) =>
        intent.HappenedAt is { } given && given <= intent.Now ? given : Marks.Max(intent.Now, lastFact);

    /// <summary>Refuses a future business time, and a past one without the right to back-date.</summary>
    public static Rejection? Permit(Intent intent) =>
        intent.HappenedAt switch
        {
            { } at when at > intent.Now + Tolerance => Rejection.Invalid(
                "/happenedAt",
                "happened_at.future",
                Text(intent.Now + Tolerance)
            ) with
            {
                Code = "happened_at.future",
            },
            { } at when at < intent.Now - Tolerance && !intent.Rights.HasFlag(Rights.Backdate) => Rejection.Forbidden(
                "backdate.not_permitted",
                "backdate"
            ),
            _ => null,
        };

    /// <summary>Adding facts: not before the opening, nor before the last reopening.</summary>
    public static Rejection? Adding(Situation at) => NotBefore(at, at.Deal.Marks.OpenedAt);

    /// <summary>Replacing facts: not before the last fact about the same value.</summary>
    public static Rejection? Replacing(Situation at, params ReadOnlySpan<string> values)
    {
        var earliest = at.Deal.Marks.OpenedAt;
        foreach (var value in values)
            earliest = Marks.Max(earliest, at.Deal.Marks.Of(value));
        return NotBefore(at, earliest);
    }

    /// <summary>Lifecycle facts: not before the deal's last lifecycle fact.</summary>
    public static Rejection? Lifecycle(Situation at) => NotBefore(at, at.Deal.Marks.LifecycleAt);

    /// <summary>Referring facts: not before the latest fact of what they refer to.</summary>
    public static Rejection? Referring(Situation at, params ReadOnlySpan<DateTimeOffset> latest)
    {
        var earliest = at.Deal.Marks.OpenedAt;
        foreach (var one in latest)
            earliest = Marks.Max(earliest, one);
        return NotBefore(at, earliest);
    }

    /// <summary>Closing: not before any fact of the deal.</summary>
    public static Rejection? Closing(Situation at) => NotBefore(at, at.Deal.Marks.LastAt);

    /// <summary>Facts that the server adds in the same append take the later of the command's time and the last lifecycle fact.</summary>
    public static DateTimeOffset Following(Situation at) => Marks.Max(at.HappenedAt, at.Deal.Marks.LifecycleAt);

    private static Rejection? NotBefore(Situation at, DateTimeOffset earliest)
    {
        earliest = Marks.Max(earliest, at.Deal.Marks.WallAt);
        return at.HappenedAt >= earliest
            ? null
            : Rejection
                .Conflict("happened_at.out_of_order")
                .With("earliest", Text(earliest))
                .With("happenedAt", Text(at.HappenedAt));
    }

    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
