namespace Crm.Domain.Kernel;

/// <summary>Caller, time and rights: everything that a decision may know besides the stream.</summary>
/// <param name="Now">The host's clock: UTC, whole microseconds.</param>
/// <param name="HappenedAt">Business time given with the command, if any.</param>
/// <param name="User">The acting user; null for a key without a user and for the server's own rules.</param>
/// <param name="Rights">Permissions that decisions check.</param>
/// <param name="TimeZone">The company's time zone; days end in it.</param>
/// <param name="NewId">Source of ids for what the decision creates, injected to keep decisions deterministic.</param>
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

    /// <summary>Whether the day that ends with this second is over.</summary>
    public static bool IsOver(DateTimeOffset lastSecond, DateTimeOffset at) => at >= lastSecond.AddSeconds(1);

    /// <summary>The business day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZone).DateTime);

    /// <summary>Today in the company's time zone.</summary>
    public DateOnly Today => DayOf(Now);
}

/// <summary>Permissions that decisions check.</summary>
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

    /// <summary>Mail documents to others than the client's contacts (<c>mail.anyone</c>).</summary>
    MailAnyone = 8,

    /// <summary>Agree another VAT rate than the product's or the company's (<c>vat.choose</c>).</summary>
    ChooseVat = 16,

    /// <summary>
    /// Give a past <c>happenedAt</c> to events of money and goods (<c>backdate.money</c>, included in <c>backdate</c>).
    /// </summary>
    BackdateMoney = 32,

    /// <summary>Move the end of the closed books to an earlier day (<c>books.reopen</c>).</summary>
    ReopenBooks = 64,

    /// <summary>Change the company's settings (<c>settings.manage</c>).</summary>
    ManageSettings = 128,

    All = Backdate | SkipTasks | WaiveDebt | MailAnyone | ChooseVat | BackdateMoney | ReopenBooks | ManageSettings,
}
