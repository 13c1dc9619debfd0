using System.Globalization;
using System.Text.RegularExpressions;

namespace Crm.Domain.Reminders;

/// <summary>
/// A duration of ISO 8601, such as <c>P2D</c> or <c>PT30M</c>. Its years, months, weeks and days are those of the calendar in a time
/// zone: a day after 10:00 is 10:00, also where the clock changes in between. Hours, minutes and seconds are exact.
/// </summary>
public sealed partial record IsoDuration(int Years, int Months, int Days, TimeSpan Time)
{
    /// <summary>The longest duration, in years.</summary>
    public const int MostYears = 10;

    public bool IsZero => this is { Years: 0, Months: 0, Days: 0, Time.Ticks: 0 };

    /// <summary>Null for a text that is no duration, or one of more than ten years.</summary>
    public static IsoDuration? Parse(string? text)
    {
        if (text is not { Length: <= 40 } || Parts().Match(text) is not { Success: true } found)
            return null;
        long Part(string name) =>
            found.Groups[name] is { Success: true, ValueSpan: var digits }
                ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
                : 0;

        var (days, seconds) = (7 * Part("w") + Part("d"), 3600 * Part("h") + 60 * Part("n") + Part("s"));
        var isShort =
            Part("y") + Part("m") / 12.0 + days / 365.0 + seconds / (365.0 * 24 * 3600) <= MostYears + 1.0 / 12;
        return isShort ? new((int)Part("y"), (int)Part("m"), (int)days, TimeSpan.FromSeconds(seconds)) : null;
    }

    public DateTimeOffset After(DateTimeOffset at, TimeZoneInfo zone) => Moved(at, zone, 1);

    public DateTimeOffset Before(DateTimeOffset at, TimeZoneInfo zone) => Moved(at, zone, -1);

    private DateTimeOffset Moved(DateTimeOffset at, TimeZoneInfo zone, int sign)
    {
        if (this is { Years: 0, Months: 0, Days: 0 })
            return at + sign * Time;
        var local = TimeZoneInfo
            .ConvertTime(at, zone)
            .DateTime.AddMonths(sign * (12 * Years + Months))
            .AddDays(sign * Days);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() + sign * Time;
    }

    [GeneratedRegex(
        @"^P(?=[0-9T])((?<y>[0-9]{1,9})Y)?((?<m>[0-9]{1,9})M)?((?<w>[0-9]{1,9})W)?((?<d>[0-9]{1,9})D)?"
            + @"(T(?=[0-9])((?<h>[0-9]{1,9})H)?((?<n>[0-9]{1,9})M)?((?<s>[0-9]{1,9})S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Parts();
}
