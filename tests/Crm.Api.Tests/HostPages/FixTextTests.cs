using System.Text.RegularExpressions;
using Crm.Api.Problems;
using Crm.Api.Tests.Access;

namespace Crm.Api.Tests.HostPages;

/// <summary>The texts of openapi/problems.md and of the pages say what to do, instead of repeating what is wrong.</summary>
[Collection(HostCollection.Name)]
public sealed partial class FixTextTests(TestHost host)
{
    [Fact]
    public void Every_code_has_one_and_no_other_is_kept() =>
        FixTexts.All.Keys.Should().BeEquivalentTo(ProblemCatalogue.Entries.Select(problem => problem.Code));

    [Fact]
    public void Each_is_a_sentence_of_its_own_in_both_languages()
    {
        foreach (var problem in ProblemCatalogue.Entries)
        {
            foreach (var language in (string[])["en", "ru"])
                problem
                    .Fix.In(language)
                    .Should()
                    .MatchRegex("^[\\p{Lu}`].*[.:]$", problem.Code)
                    .And.NotContain("{0}", problem.Code)
                    .And.NotStartWith(problem.Title.In(language), problem.Code);
            problem.Fix.En.Should().NotMatchRegex(@"\p{IsCyrillic}", problem.Code);
            problem.Fix.Ru.Should().MatchRegex(@"\p{IsCyrillic}", problem.Code);
            problem.Fix.En.Count(one => one == '`').Should().Match(count => count % 2 == 0, problem.Code);
            Calls(problem.Fix.En).Should().Equal(Calls(problem.Fix.Ru), problem.Code);
        }
    }

    [Fact]
    public void Every_call_that_one_names_exists()
    {
        var known = Table
            .Of(host.App)
            .Select(route => $"{route.Method} {route.Path.Replace("/api/v1", "", StringComparison.Ordinal)}")
            .Select(call => Constraint().Replace(call, "}"))
            .ToArray();

        var unknown =
            from problem in ProblemCatalogue.Entries
            from call in Calls(problem.Fix.En)
            // A path that begins with … continues that of the operation at hand.
            where !known.Any(one => call.Contains('…') ? IsEnd(one, call) : one == call)
            select $"{problem.Code}: {call}";

        known.Should().Contain("GET /deals/{dealId}");
        unknown.Should().BeEmpty();
    }

    private static bool IsEnd(string known, string call) =>
        known.StartsWith(call.Split(' ')[0], StringComparison.Ordinal)
        && known.EndsWith(call.Split('…')[1], StringComparison.Ordinal);

    private static string[] Calls(string text) => [.. Call().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("(GET|POST|PUT|PATCH|DELETE) …?/[^`?]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(":[a-z]+}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
