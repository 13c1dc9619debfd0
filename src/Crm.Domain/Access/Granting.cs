using System.Globalization;

namespace Crm.Domain.Access;

/// <summary>
/// Who gives must hold what he gives, and as far as he gives it; and nobody meddles with those who stand above him. Else
/// whoever may make keys or manage users would be an administrator.
/// </summary>
public static class Granting
{
    /// <summary>A 403 that names everything that the giver lacks; null when he lacks nothing.</summary>
    /// <param name="given">What is given, and what those have already whom it concerns.</param>
    public static Rejection? Refusal(Grants giver, params IEnumerable<Grants> given)
    {
        string[] missing =
        [
            .. given
                .SelectMany(x => x.Granted.Select(permission => Missing(giver, x, permission)).Append(Limit(giver, x)))
                .OfType<string>()
                .Distinct(),
        ];
        return missing.Length == 0 ? null : Rejection.Forbidden("permission.missing", string.Join(", ", missing));
    }

    private static string? Limit(Grants giver, Grants given) =>
        giver.DiscountLimit is { } most && !(given.DiscountLimit <= most)
            ? $"discountLimitPercent ({given.DiscountLimit?.ToString("0.##", CultureInfo.InvariantCulture) ?? "null"})"
            : null;

    private static string? Missing(Grants giver, Grants given, Permission permission) =>
        !giver.Has(permission) ? permission.Name
        : giver.DealsOf(permission) < given.DealsOf(permission)
            ? $"{permission.Name} (deals: {given.DealsOf(permission).ToString()!.ToLowerInvariant()})"
        : giver.ClientsOf(permission) < given.ClientsOf(permission)
            ? $"{permission.Name} (clients: {given.ClientsOf(permission).ToString()!.ToLowerInvariant()})"
        : null;
}
