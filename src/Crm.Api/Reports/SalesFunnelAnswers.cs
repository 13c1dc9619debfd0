using System.Text.Json.Serialization;

namespace Crm.Api.Reports;

/// <summary>What a funnel counts.</summary>
[JsonConverter(typeof(CamelCase<FunnelMode>))]
public enum FunnelMode
{
    Snapshot,
    Flow,
    Cohort,
}

/// <summary>
/// The sales funnel (воронка продаж) of one deal kind. Amounts are expected amounts, one sum per currency. Members of other modes are
/// null.
/// </summary>
/// <param name="Mode"><c>snapshot</c>: open deals at an instant.</param>
/// <param name="Kind">Code of the deal kind.</param>
/// <param name="At">Instant of the funnel, by business time.</param>
/// <param name="Stages">Open deals per stage, with the order and names of the process version that applied at that instant.</param>
/// <param name="Open">All deals open at that instant.</param>
/// <param name="Won">Deals closed as won up to that instant.</param>
/// <param name="Lost">Deals closed as lost up to that instant.</param>
/// <param name="Position">Position of the last event that the report includes.</param>
public sealed record FunnelAnswer(
    FunnelMode Mode,
    string Kind,
    DateTimeOffset? At,
    IReadOnlyList<FunnelStageAnswer> Stages,
    FunnelSumAnswer? Open,
    FunnelSumAnswer? Won,
    FunnelSumAnswer? Lost,
    long Position
)
{
    /// <summary>
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Empty when
    /// there are none.
    /// </summary>
    public IReadOnlyList<string> CapabilitiesOff { get; init; } = [];
}

/// <summary>The sales funnels of all deal kinds at an instant.</summary>
/// <param name="At">Instant of the funnels, by business time.</param>
/// <param name="Funnels">One funnel per deal kind.</param>
public sealed record FunnelsAnswer(DateTimeOffset At, IReadOnlyList<FunnelAnswer> Funnels, long Position)
{
    /// <summary>
    /// Codes of capabilities that are switched off and that the numbers depend on; earlier data stays included. Empty when
    /// there are none.
    /// </summary>
    public IReadOnlyList<string> CapabilitiesOff { get; init; } = [];
}

/// <summary>One stage of the funnel. Members of other modes are null.</summary>
/// <param name="Retired"><c>true</c> when the stage is no longer part of the current process version.</param>
/// <param name="WeightedAmounts">Expected amounts multiplied by the probability of each deal, one sum per currency.</param>
public sealed record FunnelStageAnswer(
    string Code,
    string Title,
    int Order,
    bool Retired,
    long? Count,
    IReadOnlyList<Money>? Amounts,
    IReadOnlyList<Money>? WeightedAmounts,
    string? DrillDown
)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, rounded once; null without <c>currency</c>, and when a rate is
    /// missing.
    /// </summary>
    public Money? Amount { get; init; }

    /// <summary>Sum of the weighted amounts in the requested currency; null under the same conditions.</summary>
    public Money? WeightedAmount { get; init; }

    /// <summary>Currency pairs without a rate; null when there are none.</summary>
    public IReadOnlyList<string>? MissingRates { get; init; }
}

/// <summary>Totals over a set of deals.</summary>
public sealed record FunnelSumAnswer(long Count, IReadOnlyList<Money> Amounts, string DrillDown)
{
    /// <summary>
    /// Sum of the amounts in the requested currency, rounded once; null without <c>currency</c>, and when a rate is
    /// missing.
    /// </summary>
    public Money? Amount { get; init; }

    /// <summary>
    /// amount less the sum of the stages' amounts, each of which is rounded by itself; null except for open deals with
    /// <c>currency</c>.
    /// </summary>
    public Money? RoundingDifference { get; init; }

    /// <summary>Currency pairs without a rate; null when there are none.</summary>
    public IReadOnlyList<string>? MissingRates { get; init; }
}
