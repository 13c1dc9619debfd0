using System.Globalization;

namespace Crm.Domain.Access;

/// <summary>
/// A user grants only permissions that they hold, no wider than they hold them, and never changes users with more
/// rights. Otherwise everybody who may create keys or manage users could become an administrator.
/// </summary>
public static class Granting
{
    /// <summary>A 403 that names every permission that the granting user lacks; null when they lack none.</summary>
    /// <param name="given">What is to be granted, and what the affected users hold already.</param>
    public static Rejection? Refusal(Grants grantor, params IEnumerable<Grants> given)
    {
        string[] missing =
        [
            .. given
                .SelectMany(x =>
                    x.Granted.Select(permission => Missing(grantor, x, permission)).Append(Limit(grantor, x))
                )
                .OfType<string>()
                .Distinct(),
        ];
        return missing.Length == 0 ? null : Rejection.Forbidden("permission.missing", string.Join(", ", missing));
    }

    /// <summary>
    /// A 403 when a user or team is moved across the border of the teams that the grantor manages; null inside it. Whoever
    /// manages users of some teams only must neither pull others into their reach nor push their own out of it.
    /// </summary>
    /// <param name="ends">The team it leaves and the one it enters; null: outside all teams.</param>
    public static Rejection? RefusalOfMove(Grants grantor, Staff staff, params IEnumerable<TeamId?> ends)
    {
        var reach = grantor.DealsOf(Permissions.UsersManage);
        if (reach == Reach.All)
            return null;
        IReadOnlyList<TeamId> within = reach switch
        {
            Reach.Subtree => staff.Below(grantor.Team),
            Reach.Team when grantor.Team is { } own => [own],
            _ => [],
        };
        return ends.All(end => end is { } team && within.Contains(team))
            ? null
            : Rejection.Forbidden("permission.missing", $"{Permissions.UsersManage.Name} (deals: all)");
    }

    private static string? Limit(Grants grantor, Grants given) =>
        grantor.DiscountLimit is { } most && !(given.DiscountLimit <= most)
            ? $"discountLimitPercent ({given.DiscountLimit?.ToString("0.##", CultureInfo.InvariantCulture) ?? "null"})"
            : null;

    private static string? Missing(Grants grantor, Grants given, Permission permission) =>
        !grantor.Has(permission) ? permission.Name
        : grantor.DealsOf(permission) < given.DealsOf(permission)
            ? $"{permission.Name} (deals: {given.DealsOf(permission).ToString()!.ToLowerInvariant()})"
        : grantor.ClientsOf(permission) < given.ClientsOf(permission)
            ? $"{permission.Name} (clients: {given.ClientsOf(permission).ToString()!.ToLowerInvariant()})"
        : null;
}
