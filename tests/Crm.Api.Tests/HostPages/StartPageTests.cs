using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Tests.HostPages;

/// <summary>The address of the host in a browser: what it is and where to go on, for anybody.</summary>
public sealed class StartPageTests(PublicHosts hosts) : IClassFixture<PublicHosts>
{
    public static TheoryData<string, string, string> Readers =>
        new()
        {
            { "Development", "en-GB,en;q=0.9", "en" },
            { "Development", "ru-RU,ru;q=0.9,en;q=0.8", "ru" },
            { "Development", "de", "en" },
            { "Production", "en", "en" },
            { "Production", "ru", "ru" },
        };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task It_names_the_product_and_its_version_in_the_language_of_the_reader(
        string environment,
        string accepted,
        string language
    )
    {
        var page = await Page.Get(hosts.Of(environment), "/", accepted);

        page.Status.Should().Be(200);
        page.Html.Should().StartWith("<!DOCTYPE html>").And.Contain($"<html lang=\"{language}\">");
        page.Html.Should().Contain("<title>CRM</title>").And.Contain("<h1>CRM</h1>");
        page.Text.Should().MatchRegex(language == "ru" ? @"Версия \d+\.\d+\.\d+<" : @"Version \d+\.\d+\.\d+<");
        (page.Header("Content-Type"), page.Header("Content-Language"), page.Header("Vary"))
            .Should()
            .Be(("text/html; charset=utf-8", language, "Accept-Language"));
    }

    [Theory]
    [InlineData("Development", 200)]
    [InlineData("Production", 401)]
    public async Task Its_links_lead_to_the_reference_the_contract_the_codes_and_health(
        string environment,
        int contract
    )
    {
        using var http = hosts.Of(environment);

        var found = new Dictionary<string, int>();
        foreach (var link in (await Page.Get(http, "/", "en")).Links)
            found[link] = (await Page.Get(http, link, "en")).Status;

        found
            .Should()
            .BeEquivalentTo(
                new Dictionary<string, int>
                {
                    ["/docs/favicon-32x32.png"] = 200,
                    ["/docs"] = 302,
                    ["/openapi/crm.v1.json"] = contract,
                    ["/problems"] = 200,
                    ["/health/live"] = 200,
                    ["/health/ready"] = 200,
                }
            );
    }

    [Theory]
    [InlineData("Development", "/")]
    [InlineData("Production", "/")]
    [InlineData("Development", "/problems")]
    [InlineData("Development", "/problems/deal.closed")]
    public async Task It_works_under_a_policy_that_admits_no_script(string environment, string path)
    {
        var page = await Page.Get(hosts.Of(environment), path, "en");

        var style = page.Html.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        page.Header("Content-Security-Policy")
            .Should()
            .StartWith("default-src 'none';")
            .And.Contain($"style-src 'sha256-{hash}'")
            .And.NotContain("script");
        page.Html.Should().NotContain("<script").And.NotContain("style=\"").And.NotContain("onload");
        page.Html.Should().Contain("name=\"viewport\"").And.Contain("<main>");
    }

    [Fact]
    public async Task It_is_not_for_writing()
    {
        using var http = hosts.Of("Development");
        using var posted = await http.PostAsync(new Uri("/", UriKind.Relative), null);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));

        ((int)posted.StatusCode, (int)head.StatusCode).Should().Be((405, 200));
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        head.Content.Headers.ContentLength.Should().BePositive();
    }
}
