using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Bodies;
using Crm.Api.Deals;
using Crm.Api.Problems;
using Crm.Api.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>A refused body names all of its faults at once, each with a pointer to its place.</summary>
[Collection(HostCollection.Name)]
public sealed class BodyFaultsTests(TestHost host)
{
    [Fact]
    public async Task All_faults_of_one_body_are_named_at_once()
    {
        var refused = (
            await host.Api.PostOnce(
                "/deals",
                """
                {
                  "probability": "high",
                  "expectedAmount": { "amount": 10, "currency": "RUB" },
                  "expectedCloseOn": "tomorrow",
                  "clientId": null,
                  "comment": null,
                  "managerId": "me",
                  "interest": [{ "quantity": 1 }, { "quantity": "two", "amount": "ten" }, 3],
                  "customFields": { "colour": [] },
                  "externalRefs": {},
                  "status": "open",
                  "kind": "a\u0000"
                }
                """
            )
        ).Must(422);

        refused.Code.Should().Be("validation.failed");
        refused["errors"]!
            .AsArray()
            .Select(error => ((string?)error!["pointer"], (string?)error["code"]))
            .Should()
            .Equal(
                ("/probability", "member.invalid"),
                ("/expectedAmount", "member.invalid"),
                ("/expectedCloseOn", "member.invalid"),
                ("/managerId", "member.invalid"),
                ("/interest/1/quantity", "member.invalid"),
                ("/interest/1/amount", "member.invalid"),
                ("/interest/2", "member.invalid"),
                ("/customFields/colour", "member.invalid"),
                ("/externalRefs", "member.invalid"),
                ("/status", "member.unknown"),
                ("/kind", "text.invalid_character"),
                ("/title", "member.required")
            );
    }

    [Fact]
    public void Every_member_of_every_operation_is_named_when_all_have_another_type()
    {
        foreach (var (id, type) in SampleBody.Accepting(host.App))
        {
            var row = SampleBody.Of(id);
            var members = Members(row.Least).Concat(Members(row.More)).ToArray();
            var wrong = new JsonObject(
                members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)AnotherType(member.Value)))
            );

            BodyCheck
                .FaultsOf(JsonSerializer.SerializeToElement(wrong), type)
                .Select(fault => fault.Pointer)
                .Should()
                .BeEquivalentTo(members.Select(member => "/" + member.Key), id);
        }
    }

    /// <summary>Custom fields may be texts, so that all of their values may have several lines.</summary>
    private static readonly string[] OfSeveralLines =
    [
        "address",
        "comment",
        "customFields",
        "delivery",
        "description",
        "outcome",
        "other",
        "payment",
        "reason",
        "result",
        "text",
    ];

    [Fact]
    public void Tabs_and_line_ends_belong_only_into_texts_of_several_lines()
    {
        foreach (var (id, type) in SampleBody.Accepting(host.App))
        {
            var row = SampleBody.Of(id);
            var (least, more) = (JsonNode.Parse(row.Least)!.AsObject(), JsonNode.Parse(row.More)!.AsObject());
            foreach (var (path, node) in JsonSamples.Nested(least).Concat(JsonSamples.Nested(more)))
            foreach (var text in (string[])["А\tБ", "А\r\nБ"])
                if (node?.GetValueKind() == JsonValueKind.String)
                    BodyCheck
                        .FaultsOf(
                            JsonSerializer.SerializeToElement(JsonSamples.Changed(least, more, path, _ => text)),
                            type
                        )
                        .Count(fault => fault.Code == "text.invalid_character")
                        .Should()
                        .Be(IsOfSeveralLines(id, path) ? 0 : 1, $"{id}: {path}");
        }
    }

    /// <summary>The outcome of a presentation is a text, that of a deal is not.</summary>
    private static bool IsOfSeveralLines(string id, string path) =>
        path.Split('/').Any(OfSeveralLines.Contains) && (id, path) is not ("closeDeal", "/outcome")
        || path.StartsWith("/branding/", StringComparison.Ordinal) && path[^3..] is "/ru" or "/en";

    [Theory]
    [InlineData("""{"title":"А","customFields":{"a/b~c":[]}}""", "/customFields/a~1b~0c", "member.invalid")]
    [InlineData("""{"title":"А","interest":[{"text":"\ud800"}]}""", "/interest/0/text", "text.invalid_character")]
    [InlineData("""{"title":"А","interest":[{"unit":"a","unit":"b"}]}""", "/interest/0/unit", "member.twice")]
    [InlineData("""{"title":null}""", "/title", "member.null")]
    [InlineData("""{"title":"А","new":{"text":"\u0000"}}""", "/new/text", "text.invalid_character")]
    [InlineData("""{"title":"А","\u0000":1}""", "", "text.invalid_character")]
    [InlineData(
        """{"title":"А","new":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""",
        "",
        "body.too_deep"
    )]
    public void A_fault_is_named_where_it_is(string body, string pointer, string code) =>
        Faults(body).Should().Equal((pointer, code));

    [Fact]
    public void No_more_faults_are_named_than_anybody_reads()
    {
        var body = $$"""{"title":"А","interest":[{{string.Join(',', Enumerable.Repeat("0", 100_000))}}]}""";

        Faults(body).Should().HaveCount(BodyFaults.Most);
    }

    private static IEnumerable<(string?, string)> Faults(string body)
    {
        var parse = () => Body.Parse<OpenDealBody>(Encoding.UTF8.GetBytes(body));
        return parse.Should().Throw<ProblemException>().Which.Errors.Select(error => (error.Pointer, error.Code));
    }

    private static JsonObject Members(string sample) => JsonNode.Parse(sample)!.AsObject();

    private static JsonNode AnotherType(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Array ? new JsonObject() : new JsonArray();
}
