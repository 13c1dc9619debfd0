using System.Globalization;

namespace Crm.Projections.Reports;

/// <summary>
/// Months of a time zone, cut here and not in SQL: this machine and the database each have a list of zones of their own, and a
/// zone that only one of them knows would be a fault in the middle of a report.
/// </summary>
public static class Months
{
    // Instants of clients lie after 1900, business time is never ahead of the clock.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>The instants at which months begin, in order; what <c>width_bucket</c> counts is the place in this list, from 1.</summary>
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

    /// <summary>The month of a key such as 2026-01; null when it is none.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Of(string key, TimeZoneInfo zone) =>
        DateOnly.TryParseExact(key, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
        && month.Year is >= FirstYear and <= LastYear
            ? (Start(month, zone), Start(month.AddMonths(1), zone))
            : null;

    /// <summary>The instant at which a day begins; of a midnight that comes twice, the first.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = zone.IsAmbiguousTime(midnight)
            ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
