using Crm.Domain.Access;
using Crm.Projections.ReadModels.Deals;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>
/// Which tasks a user may see: those of users in their scope as assignee, author or manager of the deal, those that they review, those
/// that are open to one of their roles, and the stage tasks of deals that they take part in.
/// </summary>
public sealed class TaskVisibility(Grants grants)
{
    private readonly Guid[]? scope = grants.DealsOf(Permissions.DealsRead) is not { } reach
        ? [.. grants.User is { } me ? [me.Value] : Array.Empty<Guid>()]
        : grants.Managers(reach, Permissions.DealsRead)?.Select(user => user.Value).Order().ToArray();

    /// <summary>All tasks that a user has, or has given, are visible.</summary>
    public bool Covers(Guid user) => scope is null || scope.Contains(user);

    public bool IsCaller(Guid user) => grants.User?.Value == user;

    public bool HasRole(string role) => grants.Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Mutually exclusive conditions, each with an index of its own; null when all tasks are visible.</summary>
    internal IReadOnlyList<VisibilityCondition>? Ways(Func<object, string> parameter)
    {
        if (scope is null)
            return null;
        List<VisibilityCondition> ways = [];
        List<string> before = [];
        var all = parameter(scope);
        Add($"t.assignee_id = any({all})", Each("t.assignee_id"));
        Add($"t.owner_id = any({all})", Each("t.owner_id"));
        if (grants.User is { } me)
            Add($"t.reviewer_id = {parameter(me.Value)}", null, isFew: true);
        if (!grants.Roles.IsEmpty)
            Add(
                $"t.assignee_id is null and t.is_open and t.role = any({parameter(grants.Roles.ToArray())})",
                null,
                true
            );
        if (grants is { TakesPart: true, User: { } user })
            Add(
                $"t.type = 'stage' and t.deal_id in (select p.id from {StoreTables.Deals} p "
                    + $"where p.participant_ids @> array[{parameter(user.Value)}]::uuid[] and p.participant_ids <> '{{}}'::uuid[])",
                null,
                true
            );
        return ways.Count == 0 ? [new("false", true)] : ways;

        IEnumerable<string>? Each(string column) =>
            scope.Length <= DealVisibility.MostScans ? scope.Select(user => $"{column} = {parameter(user)}") : null;

        void Add(string condition, IEnumerable<string>? parts, bool isFew = false)
        {
            var others = string.Concat(before.Select(one => $" and ({one}) is not true"));
            foreach (var part in parts ?? [condition])
                ways.Add(new(part + others, isFew));
            before.Add(condition);
        }
    }
}
