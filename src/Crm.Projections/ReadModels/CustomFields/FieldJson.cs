using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Domain.CustomFields;

namespace Crm.Projections.ReadModels.CustomFields;

/// <summary>JSON of custom field values: one shape for readers and for list filters.</summary>
public static class FieldJson
{
    /// <summary>By code; an erased text is null.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> Of(FieldList? fields) =>
        new SortedDictionary<string, JsonNode?>(
            (fields ?? FieldList.Empty).Values.ToDictionary(x => x.Field, Of),
            StringComparer.Ordinal
        );

    public static JsonNode? Of(FieldValue x) =>
        x switch
        {
            { Value: null } => x.Text?.Text is { } text ? JsonValue.Create(text) : null,
            { Type: FieldType.Number } => JsonValue.Create(decimal.Parse(x.Value, CultureInfo.InvariantCulture)),
            { Type: FieldType.YesNo } => JsonValue.Create(x.Value == "true"),
            { Type: FieldType.Money } => x.Value.Split(' ') is [var amount, var currency]
                ? new JsonObject { ["amount"] = amount, ["currency"] = currency }
                : null,
            _ => JsonValue.Create(x.Value),
        };
}
