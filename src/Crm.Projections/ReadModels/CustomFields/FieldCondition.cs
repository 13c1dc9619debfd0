using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Projections.ReadModels.CustomFields;

/// <summary>
/// A condition on a custom field of a document. Equality uses the index of the column; a range filters the rows that
/// the other conditions leave.
/// </summary>
public abstract record FieldCondition(string Code)
{
    /// <param name="fields">The column: a JSON object with values by field code.</param>
    /// <param name="parameter">Adds a parameter and returns its placeholder.</param>
    internal abstract string Sql(string fields, Func<object, string> parameter);
}

/// <summary>The field has one of these values.</summary>
public sealed record FieldIsAnyOf(string Code, IReadOnlyList<JsonNode> Values) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        AnyOf(value => $"{fields} @> {parameter(value)}::jsonb");

    /// <param name="lines">Column with the fields of all lines as a JSON array.</param>
    internal string SqlOfLines(string lines, Func<object, string> parameter) =>
        AnyOf(value => $"{lines} @> jsonb_build_array({parameter(value)}::jsonb)");

    private string AnyOf(Func<string, string> has) =>
        $"({string.Join(" or ", Values.Select(value => has(Json(value))))})";

    private string Json(JsonNode value) =>
        JsonSerializer.Serialize(
            new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [Code] = value },
            StoreFormat.Json
        );
}

/// <summary>A number compared with a bound.</summary>
public sealed record NumberFieldWithin(string Code, Comparison Comparison, decimal Bound) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        $"({fields} -> {parameter(Code)})::numeric {Comparison.Sql()} {parameter(Bound)}";
}

/// <summary>An amount compared with a bound in the same currency.</summary>
public sealed record MoneyFieldWithin(string Code, Comparison Comparison, decimal Bound, Currency Currency)
    : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter)
    {
        var value = $"{fields} -> {parameter(Code)}";
        return $"({value} ->> 'amount')::numeric {Comparison.Sql()} {parameter(Bound)} "
            + $"and {value} ->> 'currency' = {parameter(Currency.Code)}";
    }
}

/// <summary>A date compared with a bound.</summary>
public sealed record DateFieldWithin(string Code, Comparison Comparison, DateOnly Bound) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        $"({fields} -> {parameter(Code)} #>> '{{}}')::date {Comparison.Sql()} {parameter(Bound)}";
}
