using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>The part of a payment schedule that an invoice covers.</summary>
/// <param name="Number">Number of the part, from 1.</param>
/// <param name="Of">Number of parts in the schedule.</param>
/// <param name="Percent">
/// Percentage of what was ordered and not invoiced when the schedule was made; null when an amount was given.
/// </param>
public sealed record SchedulePart(
    int Number,
    int Of,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Percent
);
