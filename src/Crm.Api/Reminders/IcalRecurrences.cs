using System.Globalization;
using Crm.Domain.Reminders;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Calendar = Ical.Net.Calendar;

namespace Crm.Api.Reminders;

/// <summary>
/// Expands rules by Ical.Net. Some rules keep it busy for ever, so it only gets those that <see cref="RepeatRule"/> admits, and a limit
/// of steps without an occurrence; a smaller limit would end 29 February early.
/// </summary>
public sealed class IcalRecurrences : IRecurrences
{
    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 10_000 };

    public IEnumerable<DateTimeOffset> After(string rule, DateTimeOffset start, string timeZone, DateTimeOffset after)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        using var occurrences = Expand(rule, start, zone, after).GetEnumerator();
        while (Next(occurrences) is { } at)
            if (at > after)
                yield return at;
    }

    private static IEnumerable<DateTimeOffset> Expand(
        string rule,
        DateTimeOffset start,
        TimeZoneInfo zone,
        DateTimeOffset after
    )
    {
        var local = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        var calendar = Calendar.Load(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:r\r\nDTSTART;TZID="
                + $"{zone.Id}:{local.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}\r\n"
                + $"RRULE:{InUtc(rule, zone)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )!;
        var from = TimeZoneInfo.ConvertTime(after > start ? after : start, zone).DateTime;
        return calendar
            .Events.Single()
            .GetOccurrences(new CalDateTime(from, zone.Id), Bounded)
            .Select(one => new DateTimeOffset(one.Period.StartTime.AsUtc, TimeSpan.Zero));
    }

    /// <summary>The library wants the end of a rule in UTC; a day counts to its end.</summary>
    private static string InUtc(string rule, TimeZoneInfo zone) =>
        string.Join(
            ';',
            RepeatRule
                .Parts(rule)!
                .Select(part =>
                    part.Key == "UNTIL"
                        ? RepeatRule
                            .Until(part.Value, zone)!
                            .Value.UtcDateTime.ToString("'UNTIL='yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
                        : $"{part.Key}={part.Value}"
                )
        );

    /// <summary>Null: the rule has no more occurrences, or none that the library finds within its limits.</summary>
    private static DateTimeOffset? Next(IEnumerator<DateTimeOffset> occurrences)
    {
        try
        {
            return occurrences.MoveNext() ? occurrences.Current : null;
        }
        catch (Exception e) when (e is EvaluationException or ArgumentException)
        {
            return null;
        }
    }
}
