namespace Crm.Domain.Kernel;

/// <summary>Who asks for something, when, and what he may do: all that a decision may know of the world outside the stream.</summary>
/// <param name="Now">The host's clock: UTC, whole microseconds.</param>
/// <param name="HappenedAt">The business time that the command gives, if any.</param>
/// <param name="User">Who acts; null for a key without a user and for the server's own rules.</param>
/// <param name="Rights">What he may do besides writing.</param>
/// <param name="TimeZone">The company's time zone: ends of days are counted in it.</param>
/// <param name="NewId">A supply of ids made at the edge, for what the decision itself brings into being.</param>
public record CommandContext(
    DateTimeOffset Now,
    DateTimeOffset? HappenedAt,
    UserId? User,
    Rights Rights,
    TimeZoneInfo TimeZone,
    Func<Guid> NewId
)
{
    /// <summary>The last second of a business day, as an instant.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var local = day.ToDateTime(new TimeOnly(23, 59, 59));
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The day whose last second this is, is over.</summary>
    public static bool IsOver(DateTimeOffset lastSecond, DateTimeOffset at) => at >= lastSecond.AddSeconds(1);

    /// <summary>The business day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZone).DateTime);

    /// <summary>Today in the company's time zone.</summary>
    public DateOnly Today => DayOf(Now);
}

/// <summary>Permissions that decisions ask about.</summary>
[Flags]
public enum Rights
{
    None = 0,

    /// <summary>Give a <c>happenedAt</c> in the past (<c>backdate</c>).</summary>
    Backdate = 1,

    /// <summary>Skip a task (<c>task.skip</c>).</summary>
    SkipTasks = 2,

    /// <summary>Close as lost with a debt (<c>debt.waive</c>).</summary>
    WaiveDebt = 4,

    All = Backdate | SkipTasks | WaiveDebt,
}
