namespace Crm.Domain.Deals;

/// <summary>The order rules of the two clocks (docs/domain.md, Two clocks).</summary>
public static class Clocks
{
    /// <summary>Allowed clock difference between client and host; within it the command's time counts as now.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public static DateTimeOffset Resolve(CommandContext context, DateTimeOffset lastEvent) =>
        context.HappenedAt is { } given && given <= context.Now ? given : Watermarks.Max(context.Now, lastEvent);

    /// <summary>Refuses a future business time, and a past one without the right to back-date.</summary>
    /// <param name="needed">The right that a past one needs.</param>
    public static Rejection? Permit(CommandContext context, Rights needed = Rights.Backdate) =>
        context.HappenedAt switch
        {
            { } at when at > context.Now + Tolerance => Rejection.Invalid(
                "/happenedAt",
                "happened_at.future",
                $"not after {context.Now + Tolerance}"
            ) with
            {
                Code = "happened_at.future",
            },
            { } at when at < context.Now - Tolerance && !context.Rights.HasFlag(needed) => Rejection.Forbidden(
                "backdate.not_permitted",
                needed == Rights.BackdateMoney ? "backdate.money" : "backdate"
            ),
            _ => null,
        };

    /// <summary>Adding events: not before the opening, nor before the last reopening.</summary>
    public static Rejection? Adding(DecisionContext at) => NotBefore(at, at.Deal.Marks.OpenedAt);

    /// <summary>Replacing events: not before the last event about the same value.</summary>
    public static Rejection? Replacing(DecisionContext at, params ReadOnlySpan<string> values)
    {
        var earliest = at.Deal.Marks.OpenedAt;
        foreach (var value in values)
            earliest = Watermarks.Max(earliest, at.Deal.Marks.Of(value));
        return NotBefore(at, earliest);
    }

    /// <summary>Lifecycle events: not before the deal's last lifecycle event.</summary>
    public static Rejection? Lifecycle(DecisionContext at) => NotBefore(at, at.Deal.Marks.LifecycleAt);

    /// <summary>Referring events: not before the latest event of what they refer to.</summary>
    public static Rejection? Referring(DecisionContext at, params ReadOnlySpan<DateTimeOffset> latest)
    {
        var earliest = at.Deal.Marks.OpenedAt;
        foreach (var one in latest)
            earliest = Watermarks.Max(earliest, one);
        return NotBefore(at, earliest);
    }

    /// <summary>Closing: not before any event of the deal.</summary>
    public static Rejection? Closing(DecisionContext at) => NotBefore(at, at.Deal.Marks.LastAt);

    /// <summary>
    /// Events that the server adds in the same append get the later of the command's time and the last lifecycle event.
    /// </summary>
    public static DateTimeOffset Following(DecisionContext at) =>
        Watermarks.Max(at.HappenedAt, at.Deal.Marks.LifecycleAt);

    private static Rejection? NotBefore(DecisionContext at, DateTimeOffset earliest)
    {
        earliest = Watermarks.Max(earliest, at.Deal.Marks.WallAt);
        return at.HappenedAt >= earliest
            ? null
            : Rejection
                .Conflict("happened_at.out_of_order")
                .With("earliest", ValueText.Of(earliest))
                .With("happenedAt", ValueText.Of(at.HappenedAt));
    }
}
