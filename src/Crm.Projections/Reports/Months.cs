using System.Globalization;

namespace Crm.Projections.Reports;

/// <summary>
/// Months of a time zone. Calculated here and not in SQL: host and database have separate lists of time zones, and a
/// zone that only one of them knows would fail in the middle of a report.
/// </summary>
public static class Months
{
    // Instants given by clients are after 1900, and business time is never in the future.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>
    /// The starts of all months, in order; <c>width_bucket</c> returns an index into this list, from 1.
    /// </summary>
    public static DateTimeOffset[] Starts(TimeZoneInfo zone) =>
        [
            .. Enumerable
                .Range(0, (LastYear - FirstYear + 1) * 12)
                .Select(x => Start(new DateOnly(FirstYear, 1, 1).AddMonths(x), zone)),
        ];

    public static string Name(int bucket) =>
        new DateOnly(FirstYear, 1, 1)
            .AddMonths(Math.Max(bucket, 1) - 1)
            .ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The key of the month of an instant.</summary>
    public static string KeyOf(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The keys of all months from one to another, both included; empty when there are none.</summary>
    public static IEnumerable<string> Between(string first, string last)
    {
        var end = Parsed(last);
        for (var month = Parsed(first); month <= end; month = month.AddMonths(1))
            yield return month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    private static DateOnly Parsed(string key) => DateOnly.ParseExact(key, "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The month of a key such as 2026-01; null when the key is invalid.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Of(string key, TimeZoneInfo zone) =>
        DateOnly.TryParseExact(key, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
        && month.Year is >= FirstYear and <= LastYear
            ? (Start(month, zone), Start(month.AddMonths(1), zone))
            : null;

    /// <summary>The start of a day; of a midnight that occurs twice, the first.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = zone.IsAmbiguousTime(midnight)
            ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
