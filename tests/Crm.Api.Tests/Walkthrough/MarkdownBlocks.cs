using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Walkthrough;

/// <summary>The fenced blocks of a document of this checkout.</summary>
internal static partial class MarkdownBlocks
{
    /// <param name="language">The word after the fence: <c>bash</c>, <c>http</c>, <c>json</c>.</param>
    public static string[] Of(string file, string language) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => block.Groups["text"].Value),
        ];

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Block();
}
