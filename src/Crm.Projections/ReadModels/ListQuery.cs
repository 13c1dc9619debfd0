using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>One key of a sort: a not-null column, its SQL type and its direction.</summary>
public sealed record SortColumn(string Name, string Column, string SqlType, bool Descending)
{
    /// <summary>
    /// What descending order sorts by where a missing value is a placeholder that would come first; null: the column.
    /// </summary>
    public string? Falling { get; init; }

    public SortColumn InDescendingOrder => this with { Descending = true, Column = Falling ?? Column };
}

/// <summary>
/// The query of a list: source of the rows, their columns, and the conditions that filter them. Each list has a
/// subclass that names its conditions; the caller does the paging.
/// </summary>
/// <param name="source">The text after "from"; its last word is the alias of the rows.</param>
/// <param name="id">The column that identifies a row.</param>
public abstract class ListQuery(string source, string columns, string id)
{
    private readonly List<string> conditions = [];
    private readonly List<NpgsqlParameter> parameters = [];

    public string Source => source;

    public string Columns => columns;

    public string Id => id;

    public IReadOnlyList<string> Conditions => conditions;

    /// <summary>In the order of their placeholders, starting at <c>$1</c>.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => parameters;

    /// <summary>Rows must match one of these conditions, which are mutually exclusive. Empty: all rows.</summary>
    public IReadOnlyList<Crm.Projections.ReadModels.Deals.VisibilityCondition> Ways { get; private set; } = [];

    /// <summary>Adds a parameter and returns its placeholder, such as <c>$2</c>.</summary>
    protected string Parameter(object value)
    {
        parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    protected void Where(string condition) => conditions.Add(condition);

    /// <summary>Requires a plain table with an alias and plain columns, none of which is a sort key.</summary>
    protected void Only(IReadOnlyList<Crm.Projections.ReadModels.Deals.VisibilityCondition> ways)
    {
        // A single condition that matches many rows needs no merge.
        if (ways is [{ Few: false } only])
            Where(only.Sql);
        else
            Ways = ways;
    }

    protected void In(string column, Array values) =>
        Where(
            values.Length == 1 ? $"{column} = {Parameter(values.GetValue(0)!)}" : $"{column} = any({Parameter(values)})"
        );

    /// <summary>
    /// Rows with one of these values in an indexed column; for several values a page is the merge of one scan each.
    /// </summary>
    protected void InIndexed(string column, Guid[] values)
    {
        values = [.. values.Distinct()];
        if (values.Length is > 1 and <= Crm.Projections.ReadModels.Deals.DealVisibility.MostScans && Ways.Count == 0)
            Only([
                .. values.Select(value => new Crm.Projections.ReadModels.Deals.VisibilityCondition(
                    $"{column} = {Parameter(value)}",
                    false
                )),
            ]);
        else
            In(column, values);
    }
}

/// <summary>How a column compares with a bound.</summary>
public enum Comparison
{
    AtLeast,
    Above,
    AtMost,
    Below,
}

internal static class Comparisons
{
    public static string Sql(this Comparison comparison) =>
        comparison switch
        {
            Comparison.AtLeast => ">=",
            Comparison.Above => ">",
            Comparison.AtMost => "<=",
            _ => "<",
        };
}
