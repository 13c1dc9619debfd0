using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>One key of a sort: a not-null column, its SQL type and its direction.</summary>
public sealed record SortColumn(string Name, string Column, string SqlType, bool Descending);

/// <summary>
/// What a list reads: where its rows come from, the columns of each, and the conditions that narrow it. A subclass for each list names
/// the conditions; paging over it is the caller's.
/// </summary>
/// <param name="source">What follows "from"; its last word is the alias of the rows.</param>
/// <param name="id">The column that tells a row from all others.</param>
public abstract class ListQuery(string source, string columns, string id)
{
    private readonly List<string> conditions = [];
    private readonly List<NpgsqlParameter> parameters = [];

    public string Source => source;

    public string Columns => columns;

    public string Id => id;

    public IReadOnlyList<string> Conditions => conditions;

    /// <summary>In the order of their places from <c>$1</c> on.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters => parameters;

    /// <summary>Only rows that fit one of these; no two fit one row. Empty: all rows.</summary>
    public IReadOnlyList<Crm.Projections.ReadModels.Deals.VisibilityCondition> Ways { get; private set; } = [];

    /// <summary>Adds a parameter and names its place, such as <c>$2</c>.</summary>
    protected string Parameter(object value)
    {
        parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    protected void Where(string condition) => conditions.Add(condition);

    /// <summary>The table must be a plain one with an alias, its columns plain and none of them a sort key.</summary>
    protected void Only(IReadOnlyList<Crm.Projections.ReadModels.Deals.VisibilityCondition> ways)
    {
        // One way to many rows is a condition like any other: nothing is to be merged.
        if (ways is [{ Few: false } only])
            Where(only.Sql);
        else
            Ways = ways;
    }

    protected void In(string column, Array values) =>
        Where(
            values.Length == 1 ? $"{column} = {Parameter(values.GetValue(0)!)}" : $"{column} = any({Parameter(values)})"
        );

    /// <summary>Rows with one of these values in a column with an index: of several, a page is the merge of a scan of each.</summary>
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

/// <summary>How a column is compared with a bound.</summary>
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
