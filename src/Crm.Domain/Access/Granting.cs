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
