namespace Crm.Domain.Settings;

/// <summary>Time zones by IANA name only; other names that happen to have a file on the machine are refused.</summary>
public static class TimeZones
{
    /// <summary>Names whose meaning depends on the machine.</summary>
    private static readonly ImmutableArray<string> Local = ["localtime", "posixrules", "Factory"];

    public static TimeZoneInfo? Find(string? name) =>
        name is { Length: > 0 and < 60 }
        && !name.Contains("..", StringComparison.Ordinal)
        && !Local.Contains(name, StringComparer.OrdinalIgnoreCase)
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        && zone.HasIanaId
            ? zone
            : null;
}
