using System.Text.RegularExpressions;

namespace Crm.Api.Routing;

/// <summary>Turns names of the code into words for the contract, for routes that many resources share.</summary>
internal static partial class NameHumanizer
{
    /// <summary><c>LostReason</c> and <c>lost-reasons</c> become lost reason and lost reasons.</summary>
    public static string Of(string name) =>
        Humps()
            .Replace(name, " ")
            .Replace('-', ' ')
            .ToLowerInvariant()
            .Replace("api key", "API key", StringComparison.Ordinal)
            .Replace("write off", "write-off", StringComparison.Ordinal);

    /// <summary>The words with an indefinite article.</summary>
    public static string A(string name) =>
        Of(name) is var words && "aeiouA".Contains(words[0]) && !words.StartsWith("us", StringComparison.Ordinal)
            ? "an " + words
            : "a " + words;

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 200)]
    private static partial Regex Humps();
}
