using Crm.Domain.Access;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Which deals somebody sees, as a condition on the table of deals: applied in every query, never after it. Judged by the present
/// manager and participants. Equal when they show the same, so that answers may be kept by it.
/// </summary>
public sealed class DealVisibility : IEquatable<DealVisibility>
{
    /// <summary>
    /// Above that many managers a page merges no longer one scan of each: it looks through all deals, of which they have many.
    /// </summary>
    public const int MostScans = 16;
    private readonly Guid[]? managers;
    private readonly Guid? me;
    private readonly string key;

    private DealVisibility(Guid[]? managers, Guid? me) =>
        (this.managers, this.me, key) = (
            managers,
            me,
            managers is null ? "*" : string.Join(',', managers.Order()) + "|" + me
        );

    public static DealVisibility Everything { get; } = new(null, null);

    public static DealVisibility Of(Grants grants) =>
        grants.DealsOf(Permissions.DealsRead) is { } reach ? Of(grants, reach) : new([], null);

    public static DealVisibility Of(Grants grants, Reach reach) =>
        grants.Managers(reach) is { } managers
            ? new([.. managers.Select(x => x.Value)], grants.TakesPart ? grants.User?.Value : null)
            : Everything;

    /// <param name="alias">The table of deals in the statement.</param>
    /// <param name="parameter">Adds a parameter and names it.</param>
    /// <returns>Null when everything is seen.</returns>
    public string? Sql(string alias, Func<object, string> parameter)
    {
        if (managers is null)
            return null;
        List<string> any = [];
        if (managers.Length > 0)
            any.Add(
                managers.Length == 1
                    ? $"{alias}.manager_id = {parameter(managers[0])}"
                    : $"{alias}.manager_id = any({parameter(managers)})"
            );
        if (me is { } one)
            any.Add(TakesPart(alias, parameter(one)));
        return any.Count == 0 ? "false" : $"({string.Join(" or ", any)})";
    }

    /// <summary>
    /// The same as conditions of which no two hold for one deal. A page in the order of an index is the merge of one scan for each:
    /// with an "or" the planner looks at everybody's deals until the page is full.
    /// </summary>
    /// <returns>Null when everything is seen.</returns>
    public IReadOnlyList<VisibilityCondition>? Ways(string alias, Func<object, string> parameter)
    {
        if (managers is null)
            return null;
        if (managers.Length > MostScans)
            return [new(Sql(alias, parameter)!, false)];
        var leaders = managers.Select(x => parameter(x)).ToArray();
        List<VisibilityCondition> ways =
        [
            .. leaders.Select(x => new VisibilityCondition($"{alias}.manager_id = {x}", false)),
        ];
        if (me is { } one)
            ways.Add(
                new(
                    TakesPart(alias, parameter(one))
                        + (
                            leaders.Length == 0
                                ? ""
                                : $" and ({alias}.manager_id is null or {alias}.manager_id not in ({string.Join(", ", leaders)}))"
                        ),
                    true
                )
            );
        return ways.Count == 0 ? [new("false", true)] : ways;
    }

    /// <summary>The second condition is that of the index.</summary>
    private static string TakesPart(string alias, string user) =>
        $"{alias}.participant_ids @> array[{user}]::uuid[] and {alias}.participant_ids <> '{{}}'::uuid[]";

    public bool Equals(DealVisibility? other) => key == other?.key;

    public override bool Equals(object? obj) => Equals(obj as DealVisibility);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);
}

/// <summary>One of the ways to see a deal, as a condition.</summary>
/// <param name="Few">Deals seen in this way are few: to be found by the condition first and sorted after.</param>
public sealed record VisibilityCondition(string Sql, bool Few);
