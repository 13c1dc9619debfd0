using Crm.Api.Problems;

namespace Crm.Api.Tests.HostPages;

/// <summary>The <c>type</c> of every problem leads to a page that says what to do, for anybody and in their language.</summary>
public sealed class ProblemPageTests(PublicHosts hosts) : IClassFixture<PublicHosts>
{
    [Theory]
    [InlineData("Development", "en")]
    [InlineData("Development", "ru")]
    [InlineData("Production", "en")]
    [InlineData("Production", "ru")]
    public async Task Every_code_has_a_page_that_says_what_to_do(string environment, string language)
    {
        using var http = hosts.Of(environment);
        foreach (var problem in ProblemCatalogue.Entries)
        {
            var page = await Page.Get(http, ProblemType.Of(problem.Code), language);

            page.Status.Should().Be(200, problem.Code);
            page.Text.Should()
                .Contain($"<html lang=\"{language}\">")
                .And.Contain($"<h1>{problem.Title.In(language)}</h1>")
                .And.Contain($"<code>{problem.Code}</code>");
            Plain(page.Text).Should().Contain(Plain(problem.Fix.In(language)), problem.Code);
        }
    }

    [Fact]
    public async Task The_type_of_a_refusal_resolves_under_the_host_that_refused()
    {
        using var http = hosts.Of("Development");
        var api = await hosts.Development.As();
        Answer[] refusals =
        [
            await api.Get($"/deals/{Guid.NewGuid()}"),
            await api.Get("/nonsense"),
            await api.Post("/deals", "{"),
            await hosts.Development.Anonymous().Get("/deals"),
        ];

        foreach (var refusal in refusals)
        {
            var type = new Uri(http.BaseAddress!, (string)refusal["type"]!);
            type.Authority.Should().Be(http.BaseAddress!.Authority);
            (await Page.Get(http, type.PathAndQuery, "en")).Text.Should().Contain($"<code>{refusal.Code}</code>");
        }
    }

    [Fact]
    public async Task The_list_leads_to_the_page_of_every_code()
    {
        var page = await Page.Get(hosts.Of("Production"), ProblemType.Path, "en");

        page.Links.Should().Contain(ProblemCatalogue.Entries.Select(problem => ProblemType.Of(problem.Code)));
    }

    [Theory]
    [InlineData("deal.nonsense")]
    [InlineData("<script>")]
    public async Task An_unknown_code_is_404_with_the_list_of_all(string code)
    {
        var page = await Page.Get(hosts.Of("Production"), "/problems/" + Uri.EscapeDataString(code), "en");

        page.Status.Should().Be(404);
        page.Html.Should().Contain("There is no such code").And.NotContain("<script");
        page.Links.Should().Contain("/problems/deal.closed");
    }

    /// <summary>Without markup, backticks and the spelling of white space.</summary>
    private static string Plain(string text) =>
        string.Join(
            ' ',
            text.Replace("<code>", "", StringComparison.Ordinal)
                .Replace("</code>", "", StringComparison.Ordinal)
                .Replace("`", "", StringComparison.Ordinal)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
