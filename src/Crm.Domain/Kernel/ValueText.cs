using System.Globalization;

namespace Crm.Domain.Kernel;

/// <summary>
/// Formats values in blockers and faults: independent of the language, in the formats that the API accepts.
/// </summary>
public static class ValueText
{
    /// <summary>At most six decimals, no trailing zeros, decimal point.</summary>
    public static string Of(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC with up to six decimals of the second, no trailing zeros.</summary>
    public static string Of(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
