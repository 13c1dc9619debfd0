namespace Crm.Domain.Processes;

/// <summary>Deals of a kind that entered a stage before an instant are stale there.</summary>
/// <param name="EnteredBefore">The beginning of a day, in whole seconds.</param>
public sealed record StageLimit(string Kind, string Stage, DateTimeOffset EnteredBefore);

/// <summary>
/// A deal is stale when it is in its stage for more calendar days, in the company's time zone, than the norm of the stage.
/// </summary>
public static class StageNorm
{
    /// <summary>The deals that entered the stage before this instant are stale.</summary>
    /// <param name="at">The present.</param>
    public static DateTimeOffset EnteredBefore(int normDays, DateTimeOffset at, TimeZoneInfo zone) =>
        StartOf(DayOf(at, zone).AddDays(-normDays), zone);

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first instant of a day: where clocks are put forward at midnight, the day begins later.</summary>
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
