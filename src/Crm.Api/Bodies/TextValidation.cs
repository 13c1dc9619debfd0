using System.Buffers.Text;
using System.Security.Cryptography;

namespace Crm.Api.Bodies;

/// <summary>Validation of text members, and salts of personal ones.</summary>
public static class TextValidation
{
    public const int Title = 500;
    public const int Short = 200;
    public const int Long = 10_000;

    /// <summary>What the rule of texts accepts, as the detail of a fault.</summary>
    public static Phrase Accepted(bool severalLines) =>
        severalLines
            ? "text without control characters, noncharacters and unpaired surrogates"
            : "one line of text without control characters, noncharacters and unpaired surrogates";

    /// <summary>Applies the rule of texts to a text that does not come in a body of JSON.</summary>
    public static string Sound(string text, string pointer, bool severalLines) =>
        TextRule.IsSound(text, severalLines)
            ? text
            : throw ProblemException.Member(pointer, TextRule.Code, Accepted(severalLines));

    /// <summary>A text that must not be blank.</summary>
    public static string Required(string text, string pointer, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw ProblemException.Member(pointer, "member.blank", "a text");
        return Bounded(text, pointer, most);
    }

    /// <summary>An optional text; blank counts as absent.</summary>
    public static string? Optional(string? text, string pointer, int most) =>
        string.IsNullOrWhiteSpace(text) ? null : Bounded(text, pointer, most);

    public static Personal Personal(string text, string pointer, int most = Long) =>
        Seal(Required(text, pointer, most));

    public static Personal? PersonalOrNull(string? text, string pointer, int most = Long) =>
        Optional(text, pointer, most) is { } found ? Seal(found) : null;

    /// <summary>An e-mail address, kept as it was typed.</summary>
    public static string Email(string text, string pointer) =>
        text.Trim(' ') is var address && EmailAddress.IsValid(address)
            ? address
            : throw ProblemException.Member(pointer, "email.invalid", "an address such as anna@example.com");

    /// <summary>An optional e-mail address; blank counts as absent.</summary>
    public static Personal? EmailOrNull(string? text, string pointer) =>
        string.IsNullOrWhiteSpace(text) ? null : Seal(Email(text, pointer));

    public static IReadOnlyList<T> Some<T>(IReadOnlyList<T> items, string pointer, int most)
    {
        if (items.Count == 0)
            throw ProblemException.Member(pointer, "member.empty", "at least one");
        return Most(items, pointer, most);
    }

    public static IReadOnlyList<T> Most<T>(IReadOnlyList<T>? items, string pointer, int most)
    {
        if (items?.Count > most)
            throw ProblemException.Member(pointer, "member.too_many", $"at most {most}");
        for (var i = 0; i < items?.Count; i++)
            if (items[i] is null)
                throw ProblemException.Member($"{pointer}/{i}", "member.null", "a value");
        return items ?? [];
    }

    private static string Bounded(string text, string pointer, int most)
    {
        text = text.Trim();
        return text.Length <= most
            ? text
            : throw ProblemException.Member(pointer, "member.too_long", $"at most {most} characters");
    }

    /// <summary>Seals a text that is known to be valid.</summary>
    public static Personal Seal(string text) =>
        Crm.Domain.Kernel.Personal.Seal(text, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)));
}
