using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Crm.Api.Localization;
using Crm.Api.Printing;
using Crm.Api.Problems;
using Crm.Api.Startup;
using Crm.Domain.Access;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.EventStore;

namespace Crm.Api.Tests.Localization;

/// <summary>Every user-facing text exists in English and in Russian, with the same placeholders, and is used.</summary>
public sealed class TextTests
{
    private static readonly TextFile[] Files = [.. TextFile.In(typeof(CrmHost).Assembly)];

    private static readonly string Sources = string.Join(
        '\n',
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor")
            .Where(path =>
                !path.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
                && Path.GetFileName(path) != "ProblemStatuses.cs"
            )
            .Select(File.ReadAllText)
    );

    /// <summary>Files whose keys are codes of answers; the keys of all others are members of their class.</summary>
    private static readonly Dictionary<string, string[]> Codes = new()
    {
        ["ProblemTexts"] =
        [
            .. ProblemStatuses.All.SelectMany(problems => problems.Codes).Where(IsAnswered).SelectMany(TitleAndDetail),
        ],
        ["BlockerTexts"] = [.. BlockerTexts.All.Keys.Where(IsAnswered)],
        ["FixTexts"] = [.. FixTexts.All.Keys.Where(IsAnswered)],
        ["PhraseTexts"] = [.. CompiledPhrases.Keys, "Allowed"],
        ["CheckTitles"] = [.. CheckCatalogue.All.Select(check => check.Code), .. CheckCatalogue.Reserved],
        ["EventTitles"] = [.. EventCatalogue.Entries.Select(entry => entry.Name)],
        ["PermissionTitles"] = [.. Permissions.All.Select(permission => permission.Name)],
        ["CapabilityTitles"] = [.. Capabilities.All.Select(capability => capability.Code)],
    };

    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_placeholders_and_is_used()
    {
        Files.Should().HaveCountGreaterThan(5);
        Files.SelectMany(file => file.English.Keys).Should().HaveCountGreaterThan(600);
        Files.SelectMany(file => file.Faults(key => IsUsed(file, key))).Should().BeEmpty();
    }

    [Fact]
    public void Every_code_has_its_texts()
    {
        foreach (var (name, codes) in Codes)
            Files.Single(file => file.Class == name).English.Keys.Should().BeEquivalentTo(codes, "{0}", name);
    }

    [Fact]
    public void Canary_each_kind_of_fault_is_seen()
    {
        var file = new TextFile(
            "Crm.Api.Printing.Labels",
            new Dictionary<string, string>
            {
                ["Total"] = "Total",
                ["Page"] = "Page {0} of {1}",
                ["Left"] = "Left",
            },
            new Dictionary<string, string>
            {
                ["Page"] = "Страница {0}",
                ["Left"] = "Слева",
                ["Right"] = "Справа",
            }
        );
        file.Faults(key => IsUsed(file, key))
            .Should()
            .BeEquivalentTo(
                "Labels: Total has no Russian text",
                "Labels: Page has other placeholders in Russian",
                "Labels: Left is not used",
                "Labels: Right has no English text",
                "Labels: Right is not used"
            );
        IsAnswered("deal.never_answered").Should().BeFalse();
    }

    [Fact]
    public void The_culture_of_the_thread_does_not_choose_the_language()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ru");
        try
        {
            var labels = new TextTable("Crm.Api.Printing.Labels", typeof(CrmHost).Assembly);
            labels["Total"].In("en").Should().Be("Total");
            Labels.Page.With("en", 1, 2).Should().Be("Page 1 of 2");
            Labels.Page.With("ru", 1, 2).Should().Be("Страница 1 из 2");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void A_language_that_is_missing_is_not_answered_in_English()
    {
        var table = () => new TextTable("Crm.Api.Tests.Localization.EnglishOnly", typeof(TextTests).Assembly);
        table.Should().Throw<MissingManifestResourceException>().WithMessage("*EnglishOnly has no texts in 'ru'");
    }

    private static bool IsUsed(TextFile file, string key) =>
        Codes.TryGetValue(file.Class, out var codes)
            ? codes.Contains(key)
            : Regex.IsMatch(
                Sources,
                $@"\b{file.Class}\.{Regex.Escape(key)}\b",
                RegexOptions.None,
                TimeSpan.FromSeconds(10)
            );

    /// <summary>A code is a literal, or its two halves are: catalogues refuse with their own name and <c>.not_found</c>.</summary>
    private static bool IsAnswered(string code) =>
        Sources.Contains($"\"{code}\"", StringComparison.Ordinal)
        || (
            Sources.Contains($"\"{code.Split('.')[0]}\"", StringComparison.Ordinal)
            && Sources.Contains($"\".{code.Split('.')[1]}\"", StringComparison.Ordinal)
        );

    private static string[] TitleAndDetail(string code) => [$"{code}.title", $"{code}.detail"];
}
