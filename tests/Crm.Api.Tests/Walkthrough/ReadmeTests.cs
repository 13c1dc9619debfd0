using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Tests.Contract;

namespace Crm.Api.Tests.Walkthrough;

/// <summary>What the README shows without a host to run it on is in the contract.</summary>
public sealed partial class ReadmeTests
{
    private static readonly JsonObject Contract = ContractFile.Read();

    [Fact]
    public void Requests_have_a_path_and_a_body_of_the_contract()
    {
        var requests = MarkdownBlocks.Of("README.md", "http").SelectMany(block => Request().Matches(block)).ToArray();
        requests.Should().HaveCountGreaterThan(1);
        foreach (var request in requests)
        {
            var (_, operation) = ContractFile
                .Operations(Contract)
                .Should()
                .ContainSingle(one => Addresses(one.Name, request.Groups["line"].Value))
                .Subject;
            if (request.Groups["body"] is { Success: true } body)
                new SchemaFaults(Contract)
                    .Of(
                        operation["requestBody"]!["content"]!["application/json"]!["schema"]!,
                        JsonNode.Parse(body.Value)
                    )
                    .Should()
                    .BeEmpty(request.Value);
        }
    }

    [Fact]
    public void The_refusal_is_a_problem_of_the_contract()
    {
        var problem = JsonNode.Parse(MarkdownBlocks.Of("README.md", "json").Should().ContainSingle().Subject);

        new SchemaFaults(Contract).Of(Contract["components"]!["schemas"]!["Problem"]!, problem).Should().BeEmpty();
        Contract["components"]!["examples"]!.AsObject().Should().ContainKey((string)problem!["code"]!);
    }

    private static bool Addresses(string operation, string line) =>
        Regex.IsMatch(
            line,
            "^" + RouteValue().Replace(operation, "[^/]+") + "$",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );

    [GeneratedRegex(
        @"^(?<line>(GET|POST|PATCH|PUT|DELETE) \S+)(\n(?<body>\{.*\}))?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Request();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex RouteValue();
}
