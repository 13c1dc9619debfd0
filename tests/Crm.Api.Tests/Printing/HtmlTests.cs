using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Crm.Api.Printing;
using Crm.Domain.Settings;

namespace Crm.Api.Tests.Printing;

/// <summary>HTML pages show what the PDF shows, run no script and load nothing.</summary>
public sealed partial class HtmlTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</style></td>";

    [Fact]
    public void Text_from_outside_is_encoded_everywhere()
    {
        var content = Prints.Content(Prints.Line(Hostile, unit: Hostile)) with
        {
            Terms = new(Hostile, Hostile, Hostile),
        };
        var events = Prints.Issued(content);
        var brand = new Branding(
            "#aa0000",
            new(Hostile, Hostile),
            new(Hostile, Hostile),
            new(Hostile, Hostile),
            Prints.Text(Hostile),
            new(Hostile, Hostile)
        );
        events = events with
        {
            Client = new(
                new(Guid.Empty),
                Prints.Text(Hostile),
                new(Prints.Text(Hostile), Prints.Text(Hostile), Prints.Text(Hostile), Prints.Text(Hostile))
            ),
            Settings = events.Settings with
            {
                Branding = brand,
                Profile = new(
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile,
                    Hostile
                ),
            },
        };
        foreach (
            var html in new[]
            {
                Prints.Html(events),
                Prints.Html(events with { Issued = null }),
                Prints.Html(Prints.Invoiced(content) with { Settings = events.Settings, Client = events.Client }, "en"),
            }
        )
        {
            Tags()
                .Matches(html)
                .Select(x => x.Groups["name"].Value.ToLowerInvariant())
                .Distinct()
                .Should()
                .BeSubsetOf([
                    "!doctype",
                    "html",
                    "head",
                    "meta",
                    "title",
                    "style",
                    "body",
                    "main",
                    "div",
                    "header",
                    "strong",
                    "section",
                    "table",
                    "tr",
                    "td",
                    "th",
                    "thead",
                    "tbody",
                    "small",
                    "figure",
                    "figcaption",
                    "svg",
                    "path",
                    "h1",
                    "h2",
                    "p",
                    "dl",
                    "dt",
                    "dd",
                    "span",
                    "footer",
                ]);
            html.Should()
                .NotContainAny("<script", "<img src=x", "javascript:")
                .And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;");
            Tags()
                .Matches(html)
                .Select(x => x.Groups["rest"].Value)
                .Should()
                .NotContain(x => Handlers().IsMatch(x), "no element carries a handler or a style of its own");
        }
    }

    [Fact]
    public void The_page_loads_nothing_and_its_policy_allows_only_its_own_style_sheet()
    {
        var proposal = Prints.Issued(Prints.Content(Prints.Line("Станок")));
        var html = Prints.Html(proposal, "ru", PictureTests.Logo());
        var style = html[
            (html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)
        ];
        Prints
            .DecodedHtml(proposal, "ru", PictureTests.Logo())
            .Should()
            .Contain($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'")
            .And.Contain("default-src 'none'")
            .And.Contain("src=\"data:image/png;base64,");
        html.Should().NotContainAny("http://", "https://", "url(", "@import", "<link");
    }

    [Fact]
    public void The_page_shows_every_number_of_the_document()
    {
        var events = Prints.Issued(
            Prints.Content(Prints.Line("Станок", 2, 1000, 10), Prints.Line("Наладка", vat: null))
        );
        var (html, document) = (Prints.DecodedHtml(events), DocumentBuilder.Build(events, "ru", null, null));
        foreach (
            var text in document
                .Totals.SelectMany(x => new[] { x.Label, x.Amount })
                .Concat(document.Lines.Rows.SelectMany(x => x))
                .Append(document.InWords)
                .Append(document.Summary)
                .Append(document.Title)
                .Where(x => x.Length > 0)
        )
            html.Should().Contain(text);
    }

    [GeneratedRegex(@"<\s*/?\s*(?<name>[a-zA-Z!][a-zA-Z0-9]*)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s(on\w+|style|href)\s*=", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Handlers();
}
