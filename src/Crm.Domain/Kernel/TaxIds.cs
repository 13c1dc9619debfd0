namespace Crm.Domain.Kernel;

/// <summary>Tax ids: the check digits of Russian ones, and the form in which two of any country are compared.</summary>
public static class TaxIds
{
    private static readonly int[] OfCompanies = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    private static readonly int[] EleventhOfPersons = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    private static readonly int[] TwelfthOfPersons = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

    /// <summary>10 or 12 digits.</summary>
    public static bool HasLengthOfInn(string text) => text.Length is 10 or 12 && text.All(char.IsAsciiDigit);

    /// <summary>
    /// A tax id of Russia (ИНН): 10 digits of a company or 12 of a person, with check digits. It begins with the number of a region,
    /// which is never 00: zeros alone would have fitting check digits.
    /// </summary>
    public static bool IsInn(string text) =>
        HasLengthOfInn(text)
        && !text.StartsWith("00", StringComparison.Ordinal)
        && (
            text.Length == 10
                ? text[9] == CheckDigit(text, OfCompanies)
                : text[10] == CheckDigit(text, EleventhOfPersons) && text[11] == CheckDigit(text, TwelfthOfPersons)
        );

    /// <summary>A registration reason code of Russia (КПП): 9 digits, of which the fifth and sixth may be capital letters.</summary>
    public static bool IsKpp(string text) =>
        text.Length == 9
        && text.Select((x, i) => char.IsAsciiDigit(x) || (i is 4 or 5 && char.IsAsciiLetterUpper(x))).All(x => x);

    /// <summary>
    /// The tax id alone, in the form that is compared: without separators, case, and a KPP after a slash; null when nothing remains.
    /// </summary>
    public static string? Key(string? text)
    {
        var id = string.Concat((text ?? "").Split('/')[0].Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return id.Length == 0 || id.All(x => x == '0') ? null : id;
    }

    /// <summary>The check digit after the first digits of a tax id of Russia.</summary>
    internal static char CheckDigit(string digits, int[] weights) =>
        (char)('0' + weights.Select((weight, i) => weight * (digits[i] - '0')).Sum() % 11 % 10);

    /// <summary>Completes the first 9 digits of a company's tax id.</summary>
    internal static string OfCompany(string digits) => digits + CheckDigit(digits, OfCompanies);

    /// <summary>Completes the first 10 digits of a person's tax id.</summary>
    internal static string OfPerson(string digits)
    {
        var eleven = digits + CheckDigit(digits, EleventhOfPersons);
        return eleven + CheckDigit(eleven, TwelfthOfPersons);
    }
}
