namespace Crm.Domain.Settings;

/// <summary>Caller, time, rights, and the company's rules.</summary>
public sealed record CompanyCommandContext(
    DateTimeOffset Now,
    DateTimeOffset? HappenedAt,
    UserId? User,
    Rights Rights,
    TimeZoneInfo TimeZone,
    Func<Guid> NewId
) : CommandContext(Now, HappenedAt, User, Rights, TimeZone, NewId)
{
    /// <summary>Number series of the company.</summary>
    public ImmutableArray<NumberSeries> Numbers { get; init; } = NumberSeries.Initial;

    /// <summary>Working days of the company.</summary>
    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Initial;

    /// <summary>The largest discount that the user may give without approval, in percent; null: unlimited.</summary>
    public decimal? DiscountLimit { get; init; }

    /// <summary>Codes of the caller's roles that apply to the deal.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The company's rules for lines that the catalogue does not price.</summary>
    public PricePolicy Prices { get; init; } = PricePolicy.Initial;

    /// <summary>Deals of kinds with the gate <c>balanced</c> are won only when something was shipped.</summary>
    public bool BalancedNeedsShipment { get; init; }

    /// <summary>Limit for write-offs per deal, for debts of either side, in the company's base currency.</summary>
    public required Money WriteOffLimit { get; init; }

    /// <summary>Money and goods happen after this day; null: the books were never closed.</summary>
    public DateOnly? BooksClosedUntil { get; init; }

    /// <summary>The company as its documents name it; null: not judged, as in a replay of the past.</summary>
    public SellerStanding? Seller { get; init; }

    public NumberSeries Series(string of) => Numbers.First(x => x.Of == of);
}
