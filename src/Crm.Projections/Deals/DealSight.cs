using Crm.Domain.Access;

namespace Crm.Projections.Deals;

/// <summary>
/// Which deals somebody sees, as a condition on the table of deals: applied in every query, never after it. Judged by the present
/// manager and participants. Equal when they show the same, so that answers may be kept by it.
/// </summary>
public sealed class DealSight : IEquatable<DealSight>
{
    private readonly Guid[]? managers;
    private readonly Guid[] me;
    private readonly string key;

    private DealSight(Guid[]? managers, Guid[] me) => (this.managers, this.me, key) = (managers, me, managers is null ? "*" : string.Join(',', managers.Order()) + "|" + string.Join(',', me));

    public static DealSight Everything { get; } = new(null, []);

    public static DealSight Of(Grants grants) => grants.DealsOf(Permissions.DealsRead) is { } reach ? Of(grants, reach) : new([], []);

    public static DealSight Of(Grants grants, Reach reach)
    {
        return grants.Managers(reach) is { } managers ? new([.. managers.Select(x => x.Value)], grants.User is { } me ? [me.Value] : []) : Everything;
    }

    /// <param name="alias">The table of deals in the statement.</param>
    /// <param name="parameter">Adds a parameter and names it.</param>
    /// <returns>Null when everything is seen.</returns>
    public string? Sql(string alias, Func<object, string> parameter) => managers is null ? null
        : $"({alias}.manager_id = any({parameter(managers)}) or {alias}.participant_ids @> {parameter(me)} and {alias}.participant_ids <> '{{}}'::uuid[])";

    public bool Equals(DealSight? other) => key == other?.key;
    public override bool Equals(object? obj) => Equals(obj as DealSight);
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);
}
