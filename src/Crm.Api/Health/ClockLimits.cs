using System.Globalization;

namespace Crm.Api.Health;

/// <summary>
/// How far the clocks of a host and of the database may differ, and how long a host may be silent. They belong together: a host judges
/// the others by its own clock and by signs of life that the database has stamped, so a clock that is ahead by the second limit would
/// take every other host for dead (ADR 74).
/// </summary>
public static class ClockLimits
{
    /// <summary>
    /// A host with a larger difference does not start, and stops when it runs. At most half of <see cref="StaleNodeTimeout"/>.
    /// </summary>
    public static readonly TimeSpan MaxDifference = TimeSpan.FromSeconds(7);

    /// <summary>After this time without a sign of life the others take over the work of a host.</summary>
    public static readonly TimeSpan StaleNodeTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A larger difference is reported by <c>/health/details</c>.</summary>
    public static readonly TimeSpan NormalDifference = TimeSpan.FromSeconds(2);

    /// <summary>Such as "3.2 s ahead of the database's".</summary>
    public static string Describe(TimeSpan difference) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{difference.Duration().TotalSeconds:0.0} s {(difference < TimeSpan.Zero ? "behind" : "ahead of")} the database's"
        );

    /// <summary>Why a host with such a clock does not work, and what to do; null: its clock is good enough.</summary>
    public static string? Refuse(TimeSpan difference) =>
        difference.Duration() <= MaxDifference
            ? null
            : $"The host's clock is {Describe(difference)}, and hosts with more than {MaxDifference.TotalSeconds:0} s would take each "
                + "other for dead: synchronize the clocks, then start the host again.";
}
