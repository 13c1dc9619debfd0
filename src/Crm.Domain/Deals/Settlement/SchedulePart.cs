using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>The part of an order that an invoice of a schedule covers.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Percent">Of the open sum of the order at scheduling; null: a sum was given.</param>
public sealed record SchedulePart(
    int Number,
    int Of,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Percent
);
