using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Domain.Kernel;

/// <summary>
/// Which e-mail addresses are accepted, of contacts, users and mails alike: a plain local part, and a domain in any script or in
/// punycode (RFC 5890). An address is kept as it was typed and sent in ASCII, which every mail server takes.
/// </summary>
public static partial class EmailAddress
{
    /// <summary>The longest address that mail servers take, in ASCII (RFC 5321).</summary>
    public const int Longest = 254;

    private static readonly IdnMapping Punycode = new() { UseStd3AsciiRules = true };

    public static bool IsValid(string text) => Ascii(text) is not null;

    /// <summary>Two spellings of one address: in another case, or one of them in punycode.</summary>
    public static bool AreSame(string one, string other) =>
        (Ascii(one) ?? one).Equals(Ascii(other) ?? other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address with its domain in punycode; null when it is none.</summary>
    public static string? Ascii(string text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0 || !Local().IsMatch(text[..at]) || AsciiDomain(text[(at + 1)..]) is not { } domain)
            return null;
        var address = $"{text[..at]}@{domain}";
        return address.Length <= Longest ? address : null;
    }

    private static string? AsciiDomain(string domain)
    {
        if (!domain.EnumerateRunes().All(IsOfDomain))
            return null;
        try
        {
            // Names do not depend on case or on the form of their letters.
            var ascii = Ascii(domain) ? domain : Punycode.GetAscii(domain.Normalize().ToLowerInvariant());
            Punycode.GetUnicode(ascii);
            return Domain().IsMatch(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }

        static bool Ascii(string text) => text.All(char.IsAscii);
    }

    private static bool IsOfDomain(Rune rune) =>
        rune.Value is '-' or '.'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Local();

    [GeneratedRegex(
        @"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Domain();
}
