using System.Buffers.Text;
using System.Security.Cryptography;

namespace Crm.Api.Bodies;

/// <summary>Validation of text members, and salts of personal ones.</summary>
public static class TextValidation
{
    public const int Title = 500;
    public const int Short = 200;
    public const int Long = 10_000;

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

    private static Personal Seal(string text) =>
        Crm.Domain.Kernel.Personal.Seal(text, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)));
}
