using System.Globalization;

namespace Crm.Domain.Kernel;

/// <summary>
/// Numbers in texts, exactly. <see cref="decimal.TryParse(string, NumberStyles, IFormatProvider, out decimal)"/> rounds
/// whatever does not fit a decimal without saying so: <c>1.00000000000000000000000000001</c> would become 1.
/// </summary>
public static class ExactDecimal
{
    /// <summary>Significant digits, and digits after the point, that every decimal holds exactly.</summary>
    private const int MostDigits = 28;

    /// <summary>False for a text that is no number of these styles, and for one that a decimal cannot hold exactly.</summary>
    public static bool TryParse(string text, NumberStyles styles, out decimal number) =>
        decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out number) && Fits(text);

    private static bool Fits(string text)
    {
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, null, out exponent))
            return false;
        var digits = (mark < 0 ? text.AsSpan() : text.AsSpan(0, mark)).TrimStart("+-");
        var point = digits.IndexOf('.');
        var whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        var fraction = (point < 0 ? default : digits[(point + 1)..]).TrimEnd('0');
        return whole.Length + fraction.Length <= MostDigits && (long)fraction.Length - exponent <= MostDigits;
    }
}
