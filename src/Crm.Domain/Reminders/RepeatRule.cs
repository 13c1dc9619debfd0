using System.Globalization;

namespace Crm.Domain.Reminders;

/// <summary>
/// Which rules of RFC 5545 are taken. A library expands them; some valid ones keep it busy for ever, so only parts whose work is bounded
/// come near it: whole days, few values, and at least one occurrence in five years.
/// </summary>
public static class RepeatRule
{
    public const int Longest = 500;
    public const int MostYearsBack = 10;
    public const int YearsAhead = 5;
    private const int MostValues = 31;
    private const int MostInterval = 1000;
    private const int MostCount = 10_000;

    private static readonly ImmutableArray<string> Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

    private static readonly ImmutableArray<string> Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>The fault of a rule; null: it can be expanded.</summary>
    public static Fault? Check(string rule, string pointer)
    {
        if (rule.Length > Longest)
            return Invalid(pointer, $"at most {Longest} characters");
        if (Parts(rule) is not { } parts)
            return Invalid(pointer, "parts NAME=VALUE separated by semicolons, each name once");
        return Frequency(parts, pointer)
            ?? Numbers(parts, pointer)
            ?? End(parts, pointer)
            ?? parts.Keys.Select(name => Values(name, parts, pointer)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The parts of a rule by name; null when it has no such form.</summary>
    public static IReadOnlyDictionary<string, string>? Parts(string rule)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in rule.Split(';'))
            if (part.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } value] || !parts.TryAdd(name, value))
                return null;
        return parts;
    }

    private static Fault? Frequency(IReadOnlyDictionary<string, string> parts, string pointer)
    {
        var frequency = parts.GetValueOrDefault("FREQ");
        if (frequency is "SECONDLY" or "MINUTELY" || parts.ContainsKey("BYMINUTE") || parts.ContainsKey("BYSECOND"))
            return new(pointer, "repeat.too_frequent", "at most one occurrence a day");
        return frequency is not null && Frequencies.Contains(frequency)
            ? null
            : Invalid(pointer, $"FREQ with one of {Phrase.Data(Frequencies)}");
    }

    private static Fault? Numbers(IReadOnlyDictionary<string, string> parts, string pointer) =>
        parts.TryGetValue("INTERVAL", out var interval) && !IsNumber(interval, 1, MostInterval)
            ? Invalid(pointer, $"INTERVAL of 1 to {MostInterval}")
        : parts.TryGetValue("COUNT", out var count) && !IsNumber(count, 1, MostCount)
            ? Invalid(pointer, $"COUNT of 1 to {MostCount}")
        : null;

    private static Fault? End(IReadOnlyDictionary<string, string> parts, string pointer)
    {
        if (!parts.TryGetValue("UNTIL", out var until))
            return null;
        if (parts.ContainsKey("COUNT"))
            return Invalid(pointer, "COUNT or UNTIL, not both");
        return Until(until, TimeZoneInfo.Utc) is null
            ? Invalid(pointer, "UNTIL as a day (20261231), a local time (20261231T180000) or UTC (20261231T150000Z)")
            : null;
    }

    /// <summary>The end of a rule: a day counts to its end. Null for a text that is none.</summary>
    public static DateTimeOffset? Until(string text, TimeZoneInfo zone)
    {
        const DateTimeStyles exactly = DateTimeStyles.None;
        var culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", culture, exactly, out var utc))
            return new(utc, TimeSpan.Zero);
        if (DateTime.TryParseExact(text, "yyyyMMdd'T'HHmmss", culture, exactly, out var local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        if (!DateTime.TryParseExact(text, "yyyyMMdd", culture, exactly, out var day) || day.Year is 1 or 9999)
            return null;
        var last = day.AddDays(1).AddSeconds(-1);
        return new DateTimeOffset(last, zone.GetUtcOffset(last)).ToUniversalTime();
    }

    private static Fault? Values(string name, IReadOnlyDictionary<string, string> parts, string pointer)
    {
        var values = parts[name].Split(',');
        if (values.Length > MostValues)
            return Invalid(pointer, $"at most {MostValues} values in a part");
        var frequency = parts["FREQ"];
        return name switch
        {
            "FREQ" or "INTERVAL" or "COUNT" or "UNTIL" => null,
            "WKST" => values is [var day] && Days.Contains(day) ? null : Invalid(pointer, "WKST with a day such as MO"),
            "BYDAY" => values.All(value => IsDay(value, frequency is "MONTHLY" or "YEARLY"))
                ? null
                : Invalid(
                    pointer,
                    "BYDAY with days such as MO; with a number, such as -1FR, only in MONTHLY and YEARLY"
                ),
            "BYMONTH" => Ranged(values, 12, isSigned: false, pointer, name),
            "BYMONTHDAY" => frequency == "WEEKLY"
                ? Invalid(pointer, $"{name} not in WEEKLY")
                : Ranged(values, 31, isSigned: true, pointer, name),
            "BYYEARDAY" => OfYears(frequency, pointer, name) ?? Ranged(values, 366, isSigned: true, pointer, name),
            "BYWEEKNO" => OfYears(frequency, pointer, name) ?? Ranged(values, 53, isSigned: true, pointer, name),
            "BYSETPOS" => parts.Keys.Any(other =>
                other is "BYDAY" or "BYMONTH" or "BYMONTHDAY" or "BYYEARDAY" or "BYWEEKNO"
            )
                ? Ranged(values, 366, isSigned: true, pointer, name)
                : Invalid(pointer, "BYSETPOS beside another part with BY"),
            _ => Invalid(pointer, $"only the parts {Phrase.Data(Known)}"),
        };
    }

    private static readonly ImmutableArray<string> Known =
    [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "BYDAY",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYSETPOS",
        "WKST",
    ];

    private static Fault? OfYears(string frequency, string pointer, string name) =>
        frequency == "YEARLY" ? null : Invalid(pointer, $"{name} only in YEARLY");

    private static Fault? Ranged(string[] values, int most, bool isSigned, string pointer, string name) =>
        values.All(value => IsNumber(value, 1, most) || isSigned && value[0] == '-' && IsNumber(value[1..], 1, most))
            ? null
            : Invalid(pointer, $"{name} with numbers of 1 to {most}");

    private static bool IsDay(string value, bool mayCount) =>
        value.Length >= 2
        && Days.Contains(value[^2..])
        && (value.Length == 2 || mayCount && IsNumber(value[..^2].TrimStart('+', '-'), 1, 53) && value.Length <= 5);

    private static bool IsNumber(string text, int least, int most) =>
        text.Length is > 0 and <= 5
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most;

    private static Fault Invalid(string pointer, Phrase expected) => new(pointer, "repeat.invalid", expected);
}
