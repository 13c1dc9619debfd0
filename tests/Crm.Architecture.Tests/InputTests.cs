using System.Text.RegularExpressions;

namespace Crm.Architecture.Tests;

/// <summary>What the edge may read and write only in one way, so that a new place cannot forget it.</summary>
public sealed partial class InputTests
{
    private static readonly string Api = Path.Combine(RouteTests.Root(AppContext.BaseDirectory), "src", "Crm.Api");

    [Fact]
    public void Decimals_are_read_exactly() =>
        Found(Rounding()).Should().BeEmpty("ExactDecimal refuses what these would round");

    [Fact]
    public void Files_are_created_for_their_owner_only() =>
        Found(OpenFile(), "PrivateFile.cs").Should().BeEmpty("PrivateFile states the mode");

    [Theory]
    [InlineData("decimal.TryParse(text, out var x)")]
    [InlineData("reader.TryGetDecimal(out var value)")]
    [InlineData("element.GetDecimal()")]
    public void Canary_a_rounding_parser_is_found(string code) => Rounding().IsMatch(code).Should().BeTrue();

    [Theory]
    [InlineData("await File.WriteAllTextAsync(path, text)")]
    [InlineData("new FileStream(path, FileMode.Create)")]
    [InlineData("File.Create(path)")]
    [InlineData("new StreamWriter(path)")]
    [InlineData("await message.WriteToAsync(draft, ct)")]
    public void Canary_a_file_of_any_mode_is_found(string code) => OpenFile().IsMatch(code).Should().BeTrue();

    private static IEnumerable<string> Found(Regex pattern, string? except = null) =>
        Directory
            .EnumerateFiles(Api, "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal)
                && !file.Contains("/bin/", StringComparison.Ordinal)
                && Path.GetFileName(file) != except
            )
            .SelectMany(file =>
                pattern.Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")
            );

    [GeneratedRegex(@"\bdecimal\.(Try)?Parse\(|\.(Try)?GetDecimal\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rounding();

    [GeneratedRegex(
        @"\bFile\.(WriteAll|Create\(|CreateText|AppendText|OpenWrite)|new FileStream\([^;]*?FileMode\.(?<!Options\([^;]*)"
            + @"|new StreamWriter\((path|draft|\w+File)\)|WriteToAsync\(draft",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OpenFile();
}
