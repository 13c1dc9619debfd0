using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Which part of an order an invoice of a schedule asks for.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Percent">Of what the order had open when it was scheduled; null: a sum was given.</param>
public sealed record SchedulePart(
    int Number,
    int Of,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Percent
);
