using System.Text.RegularExpressions;

namespace Crm.Api.Routing;

/// <summary>Names of the code as words of a sentence: what the contract says of routes that are made for many resources alike.</summary>
internal static partial class NameHumanizer
{
    /// <summary><c>LostReason</c> and <c>lost-reasons</c> become lost reason and lost reasons.</summary>
    public static string Of(string name) =>
        Humps()
            .Replace(name, " ")
            .Replace('-', ' ')
            .ToLowerInvariant()
            .Replace("api key", "API key", StringComparison.Ordinal);

    /// <summary>The words with their article.</summary>
    public static string A(string name) =>
        Of(name) is var words && "aeiouA".Contains(words[0]) && !words.StartsWith("us", StringComparison.Ordinal)
            ? "an " + words
            : "a " + words;

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 200)]
    private static partial Regex Humps();
}
