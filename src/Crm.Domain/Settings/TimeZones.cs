namespace Crm.Domain.Settings;

/// <summary>Time zones by their IANA names, and by nothing else that the machine has a file for.</summary>
public static class TimeZones
{
    /// <summary>Names of files that say another thing on each machine.</summary>
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
