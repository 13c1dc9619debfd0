using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Projections.ReadModels.CustomFields;

/// <summary>
/// A condition on a custom field of a document. Equality asks the index of the column; a range reads the rows that the other conditions
/// leave.
/// </summary>
public abstract record FieldCondition(string Code)
{
    /// <param name="fields">The column: an object with the values by the codes of the fields.</param>
    /// <param name="parameter">Adds a parameter and names its place.</param>
    internal abstract string Sql(string fields, Func<object, string> parameter);
}

/// <summary>The field has one of these values.</summary>
public sealed record FieldIsAnyOf(string Code, IReadOnlyList<JsonNode> Values) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        AnyOf(value => $"{fields} @> {parameter(value)}::jsonb");

    /// <param name="lines">A column with the fields of all lines as an array.</param>
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

/// <summary>A number is on one side of a bound.</summary>
public sealed record NumberFieldWithin(string Code, Comparison Comparison, decimal Bound) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        $"({fields} -> {parameter(Code)})::numeric {Comparison.Sql()} {parameter(Bound)}";
}

/// <summary>An amount in the bound's currency is on one side of it.</summary>
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

/// <summary>A date is on one side of a bound.</summary>
public sealed record DateFieldWithin(string Code, Comparison Comparison, DateOnly Bound) : FieldCondition(Code)
{
    internal override string Sql(string fields, Func<object, string> parameter) =>
        $"({fields} -> {parameter(Code)} #>> '{{}}')::date {Comparison.Sql()} {parameter(Bound)}";
}
