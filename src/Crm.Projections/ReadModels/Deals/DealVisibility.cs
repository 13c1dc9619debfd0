using Crm.Domain.Access;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Which deals a user may see, as a condition on the table of deals. It is part of every query and never applied
/// afterwards. Judged by the current manager and participants. Equal when it shows the same deals, so that it can be a
/// cache key.
/// </summary>
public sealed class DealVisibility : IEquatable<DealVisibility>
{
    /// <summary>
    /// With more managers than this, a page is no longer a merge of one scan per manager: it scans all deals, of which
    /// these managers have many.
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
        grants.Managers(reach, Permissions.DealsRead) is { } managers
            ? new([.. managers.Select(x => x.Value)], grants.TakesPart ? grants.User?.Value : null)
            : Everything;

    /// <summary>The deals to whose managers a permission reaches; what participants may do is not included.</summary>
    public static DealVisibility OfManagers(Grants grants, Permission permission) =>
        grants.DealsOf(permission) is not { } reach ? new([], null)
        : grants.Managers(reach, permission) is { } managers ? new([.. managers.Select(x => x.Value)], null)
        : Everything;

    /// <param name="alias">Alias of the table of deals in the statement.</param>
    /// <param name="parameter">Adds a parameter and returns its placeholder.</param>
    /// <returns>Null when all deals are visible.</returns>
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
    /// The same as mutually exclusive conditions. A page in the order of an index is then the merge of one scan for
    /// each condition; with a single "or" the planner would scan everybody's deals until the page is full.
    /// </summary>
    /// <returns>Null when all deals are visible.</returns>
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

    /// <summary>The second condition repeats that of the partial index.</summary>
    private static string TakesPart(string alias, string user) =>
        $"{alias}.participant_ids @> array[{user}]::uuid[] and {alias}.participant_ids <> '{{}}'::uuid[]";

    public bool Equals(DealVisibility? other) => key == other?.key;

    public override bool Equals(object? obj) => Equals(obj as DealVisibility);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);
}

/// <summary>One of several conditions that make a deal visible.</summary>
/// <param name="Few">Few deals match: find them by the condition first and sort afterwards.</param>
public sealed record VisibilityCondition(string Sql, bool Few);
