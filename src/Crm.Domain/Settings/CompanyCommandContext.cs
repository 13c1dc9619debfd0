namespace Crm.Domain.Settings;

/// <summary>Who asks for something, when, with which rights, and by which rules of the company.</summary>
public sealed record CompanyCommandContext(
    DateTimeOffset Now,
    DateTimeOffset? HappenedAt,
    UserId? User,
    Rights Rights,
    TimeZoneInfo TimeZone,
    Func<Guid> NewId
) : CommandContext(Now, HappenedAt, User, Rights, TimeZone, NewId)
{
    /// <summary>How the company numbers things.</summary>
    public ImmutableArray<NumberSeries> Numbers { get; init; } = NumberSeries.Initial;

    /// <summary>On which days the company works.</summary>
    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Initial;

    /// <summary>The largest discount that the user may give without asking, in percent; null: any.</summary>
    public decimal? DiscountLimit { get; init; }

    /// <summary>Up to which sum a deal's debts may be written off, either way, in the company's base currency.</summary>
    public required Money WriteOffLimit { get; init; }

    public NumberSeries Series(string of) => Numbers.First(x => x.Of == of);
}
