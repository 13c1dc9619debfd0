using System.Globalization;

namespace Crm.Domain.Kernel;

/// <summary>How blockers and faults write values: the same in every language, as the API reads them.</summary>
public static class ValueText
{
    /// <summary>At most six decimals, no trailing zeros, with a point.</summary>
    public static string Of(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC, with as many of six decimals as are needed.</summary>
    public static string Of(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
