using System.Globalization;

namespace Crm.Domain.Reminders;

/// <summary>
/// Which months a monthly rule leaves out, and which years a yearly one does: a rule for the 31st skips the months without one, which
/// surprises whoever meant the last day.
/// </summary>
public static class RepeatGaps
{
    /// <summary>Four years have every length of February.</summary>
    private const int Months = 48;
    private const int Years = 8;
    private const int MostRead = 2000;
    private const int MostNamed = 4;

    /// <summary>The first months (<c>2027-02</c>) or years that the rule would meet and leaves out; empty: none.</summary>
    /// <param name="occurrences">From the first one that is ahead.</param>
    public static ImmutableArray<string> Of(string rule, TimeZoneInfo zone, IEnumerable<DateTimeOffset> occurrences)
    {
        var parts = RepeatRule.Parts(rule)!;
        var (isMonthly, isYearly) = (parts["FREQ"] == "MONTHLY", parts["FREQ"] == "YEARLY");
        if (!isMonthly && !isYearly)
            return [];
        var step = parts.TryGetValue("INTERVAL", out var interval)
            ? int.Parse(interval, CultureInfo.InvariantCulture)
            : 1;
        var wanted =
            parts.TryGetValue("BYMONTH", out var months) && isMonthly
                ? months.Split(',').Select(month => int.Parse(month, CultureInfo.InvariantCulture)).ToHashSet()
                : null;
        var unit = isMonthly ? 1 : 12;
        var met = Met(occurrences, zone, unit, isMonthly ? Months * step : Years * step * unit);
        // The last one met may be the last of all: what follows it is not left out but over.
        return met.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(met.Min, met.Max - met.Min + 1)
                    .Where(at => (at - met.Min) % step == 0 && !met.Contains(at))
                    .Where(at => wanted?.Contains(at % 12 + 1) != false)
                    .Select(at => isMonthly ? $"{at / 12:0000}-{at % 12 + 1:00}" : $"{at:0000}")
                    .Take(MostNamed),
            ];
    }

    /// <summary>The months or years of the occurrences, as numbers.</summary>
    private static SortedSet<int> Met(IEnumerable<DateTimeOffset> occurrences, TimeZoneInfo zone, int unit, int horizon)
    {
        SortedSet<int> met = [];
        foreach (var at in occurrences.Take(MostRead))
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            met.Add((local.Year * 12 + local.Month - 1) / unit);
            if ((met.Max - met.Min) * unit > horizon)
                break;
        }

        return met;
    }
}
