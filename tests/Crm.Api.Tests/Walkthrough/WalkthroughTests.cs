using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Walkthrough;

/// <summary>Executes docs/walkthrough/README.md: every request in it, with the answer that it promises.</summary>
[Collection(HostCollection.Name)]
public sealed partial class WalkthroughTests(TestHost host)
{
    private static readonly string Text = File.ReadAllText(
        Path.Combine(Repository.Root, "docs", "walkthrough", "README.md")
    );

    [Fact]
    public async Task Every_request_of_the_walkthrough_gets_the_answer_it_promises()
    {
        var api = Environment.GetEnvironmentVariable("CRM_WALK_URL") is { } url
            ? new Crm.Testing.Api(
                new HttpClient { BaseAddress = new Uri(url) },
                Environment.GetEnvironmentVariable("CRM_WALK_KEY")
            )
            : host.Api;
        var known = new Dictionary<string, string>();
        var steps = Steps().Matches(Text);
        steps.Count.Should().BeGreaterThan(30, "the sale has that many steps");
        foreach (Match step in steps)
        {
            var request = Names().Replace(step.Groups["request"].Value, x => known[x.Groups["name"].Value]);
            var parts = request.Split(' ', 3);
            var answer = parts[0] switch
            {
                "GET" => await api.Get(parts[1]),
                "PATCH" => await api.Patch(parts[1], parts[2]),
                _ => await api.PostOnce(parts[1], parts[2]),
            };
            var promise = step.Groups["promise"].Value.Trim().Split(' ');
            answer
                .Status.Should()
                .Be(
                    int.Parse(promise[0], System.Globalization.CultureInfo.InvariantCulture),
                    "{0} answered {1}",
                    request,
                    answer.Text
                );
            foreach (var one in promise.Skip(1))
                if (one.Split('=', 2) is [var name, var path])
                    known[name] = Find(answer.Json, path);
                else
                    answer.Code.Should().Be(one, request);
        }

        known["status"].Should().Be("won");
    }

    private static string Find(JsonNode node, string path)
    {
        foreach (Match part in PathParts().Matches(path))
            node = part.Groups["index"].Success
                ? node[int.Parse(part.Groups["index"].Value, System.Globalization.CultureInfo.InvariantCulture)]!
                : node[part.Groups["name"].Value]!;
        return node.ToString();
    }

    [GeneratedRegex(
        @"^(?<request>(GET|POST|PATCH) .+)\n=> (?<promise>.+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Steps();

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();

    [GeneratedRegex(@"\.(?<name>\w+)|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathParts();
}
