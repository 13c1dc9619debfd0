namespace Crm.Api.Reports;

/// <summary>Lost deals of a period by reason or another key.</summary>
/// <param name="Items">
/// Rows: stages in the order of their process, other keys by their titles, or as <c>sort</c> says.
/// </param>
/// <param name="Total">Total of all rows: the lost deals of the period.</param>
/// <param name="Reopened">Closings of the period that were undone before its end; they are part of no row.</param>
/// <param name="AsOf">Business time up to which events count.</param>
/// <param name="Position">Position of the last event that the report includes.</param>
public sealed record LostReasonsAnswer(
    IReadOnlyList<LossAnswer> Items,
    LossTotalAnswer Total,
    long Reopened,
    DateTimeOffset AsOf,
    long Position
)
{
    /// <summary>
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Empty when
    /// there are none.
    /// </summary>
    public IReadOnlyList<string> CapabilitiesOff { get; init; } = [];
}

/// <summary>Lost deals with the same reason, stage, manager, client or source at the time of the loss.</summary>
/// <param name="Key">Code or id of what the row groups by; null when none was known at the loss.</param>
/// <param name="Title">Name of the key, in the language of the request; null when there is none.</param>
/// <param name="Count">Number of lost deals.</param>
/// <param name="Amounts">Expected amounts at the loss, one sum per currency.</param>
/// <param name="Share">Share of all lost deals by count, 0 to 1, four decimals.</param>
public sealed record LossAnswer(
    string? Key,
    string? Title,
    long Count,
    IReadOnlyList<Money> Amounts,
    decimal Share,
    string DrillDown
)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, at the rate of the requested instant; null without <c>currency</c>, and
    /// when a rate is missing.
    /// </summary>
    public Money? Amount { get; init; }

    /// <summary>Currency pairs without a rate; null when there are none.</summary>
    public IReadOnlyList<string>? MissingRates { get; init; }
}

/// <summary>All lost deals of the period.</summary>
/// <param name="Count">Number of lost deals.</param>
public sealed record LossTotalAnswer(long Count, IReadOnlyList<Money> Amounts)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, rounded once; null without <c>currency</c>, and when a rate is
    /// missing.
    /// </summary>
    public Money? Amount { get; init; }

    /// <summary>
    /// amount less the sum of the rows' amounts, each of which is rounded by itself; null without <c>currency</c>.
    /// </summary>
    public Money? RoundingDifference { get; init; }

    /// <summary>Currency pairs without a rate; null when there are none.</summary>
    public IReadOnlyList<string>? MissingRates { get; init; }
}
