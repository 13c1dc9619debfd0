using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Deals;
using Crm.Api.Json;
using Crm.Api.Problems;
using Crm.Api.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Crm.Api.Tests.Conventions.JsonSamples;

namespace Crm.Api.Tests.Conventions;

/// <summary>docs/domain.md, Strict bodies: a faulty body is the client's error with a stable code, and nothing is written.</summary>
public sealed class StrictBodyTests(HostileHost host) : IClassFixture<HostileHost>
{
    private static readonly byte[] TooLarge = Encoding.UTF8.GetBytes(
        "{\"extra\":\"" + new string('x', 10 * 1024 * 1024) + "\"}"
    );

    public static TheoryData<string> Rows => SampleBody.Ids;

    [Fact]
    public void Every_operation_with_a_body_has_a_row_and_every_row_an_operation() =>
        SampleBody.Accepting(host.App).Select(x => x.Id).Should().BeEquivalentTo(SampleBody.All.Select(x => x.Id));

    [Fact]
    public void Every_member_of_a_body_has_a_sample()
    {
        foreach (var (id, type) in SampleBody.Accepting(host.App))
        {
            var row = SampleBody.Of(id);
            var sampled = host.Json(row.Least).Concat(host.Json(row.More)).Select(x => x.Key);
            sampled
                .Should()
                .BeEquivalentTo(type.GetProperties().Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)), id);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_required_member_may_be_neither_missing_nor_null(string id) =>
        await Untouched(async () =>
        {
            var row = SampleBody.Of(id);
            var least = host.Json(row.Least);
            foreach (var (name, _) in least.ToArray())
            {
                // An invoice needs one of three members: none of them is required by itself.
                if (id is "issueInvoice" or "placeOrder")
                    continue;
                var without = (JsonObject)least.DeepClone();
                without.Remove(name);
                Refused(await host.Send(row, without.ToJsonString()), 422, $"{id} without {name}")
                    .Should()
                    .Contain(("/" + name, "member.required"), $"{id} without {name}");
                Refused(
                        await host.Send(row, SampleBody.With(least, name, null).ToJsonString()),
                        422,
                        $"{id} with {name} null"
                    )
                    .Should()
                    .ContainSingle()
                    .Which.Pointer.Should()
                    .Be("/" + name);
            }
        });

    [Theory, MemberData(nameof(Rows))]
    public async Task Members_that_only_readers_know_are_unknown(string id) =>
        await Untouched(async () =>
        {
            var row = SampleBody.Of(id);
            var (least, more) = (host.Json(row.Least), host.Json(row.More));
            // Members of the deal, and of the answers of this operation.
            var readers = Answers(id)
                .Append(typeof(DealAnswer))
                .SelectMany(x => x.GetProperties())
                .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name));
            foreach (
                var name in (
                    (IEnumerable<string>)
                        ["status", "managerId", "version", "recordedAt", "actor", "role", "extra", "Title", .. readers]
                ).Distinct(StringComparer.Ordinal)
            )
            {
                if (least.ContainsKey(name) || more.ContainsKey(name))
                    continue;
                Refused(
                        await host.Send(row, SampleBody.With(least, name, "x").ToJsonString()),
                        422,
                        $"{id} with {name}"
                    )
                    .Should()
                    .Equal(("/" + name, "member.unknown"));
            }

            foreach (var (path, node) in Nested(least).Concat(Nested(more)).ToArray())
            {
                var body = Carrying(
                    least,
                    path,
                    x => x is JsonObject inner ? SampleBody.With(inner, "extra", 1) : x,
                    node is JsonObject
                );
                if (body is null)
                    continue;
                Refused(await host.Send(row, body.ToJsonString()), 422, $"{id} with extra in {path}");
            }

            JsonObject? Carrying(JsonObject start, string path, Func<JsonNode?, JsonNode?> change, bool wanted) =>
                wanted ? Changed(start, more, path, change) : null;
        });

    [Theory, MemberData(nameof(Rows))]
    public async Task No_member_takes_another_type(string id) =>
        await Untouched(async () =>
        {
            var row = SampleBody.Of(id);
            var (least, more) = (host.Json(row.Least), host.Json(row.More));
            foreach (var (path, node) in Nested(least).Concat(Nested(more)).ToArray())
            foreach (var wrong in Wrong(node))
            {
                var body = Changed(least, more, path, _ => wrong);
                var found = Refused(
                    await host.Send(row, body.ToJsonString()),
                    422,
                    $"{id}: {path} = {wrong?.ToJsonString() ?? "null"}"
                );
                found.Should().NotBeEmpty($"{id}: {path}");
                found[0]
                    .Pointer.Should()
                    .NotBeNull()
                    .And.StartWith("/" + path.Split('/')[1], $"{id}: {path} = {wrong?.ToJsonString() ?? "null"}");
            }
        });

    [Theory, MemberData(nameof(Rows))]
    public async Task No_text_takes_what_the_store_cannot_keep(string id) =>
        await Untouched(async () =>
        {
            var row = SampleBody.Of(id);
            var (least, more) = (host.Json(row.Least), host.Json(row.More));
            foreach (
                var (path, node) in Nested(least)
                    .Concat(Nested(more))
                    .Where(x => x.Node?.GetValueKind() == JsonValueKind.String)
                    .ToArray()
            )
            foreach (
                var hostile in (string[])
                    [
                        "a\\u0000b",
                        "\\u0001K:standard-sale@1\\u0001",
                        "a\\u007fb",
                        "a\\u0085b",
                        "a\\ud800b",
                        "\\udc00",
                        "a\\ufffeb",
                        "\\ufdd0",
                        "\\ud83f\\udfff",
                    ]
            )
            {
                var body = Changed(least, more, path, _ => "HOSTILE")
                    .ToJsonString()
                    .Replace("HOSTILE", hostile, StringComparison.Ordinal);
                Refused(await host.Send(row, body), 422, $"{id}: {path} = {hostile}")
                    .Should()
                    .ContainSingle()
                    .Which.Code.Should()
                    .Be("text.invalid_character");
            }
        });

    [Theory, MemberData(nameof(Rows))]
    public async Task Size_depth_form_and_media_type_are_limited(string id) =>
        await Untouched(async () =>
        {
            var row = SampleBody.Of(id);
            var media = row.IsPatch ? "application/merge-patch+json" : "application/json";
            Refused(
                await host.SendRaw(
                    row,
                    new ByteArrayContent(TooLarge) { Headers = { ContentType = new MediaTypeHeaderValue(media) } }
                ),
                413,
                id
            );
            Refused(await host.Send(row, "{\"extra\":" + new string('[', 40) + new string(']', 40) + "}"), 422, id)
                .Should()
                .Contain(("", "body.too_deep"));
            Refused(await host.Send(row, "{\"extra\":" + new string('[', 4000) + new string(']', 4000) + "}"), 422, id)
                .Should()
                .Contain(("", "body.too_deep"));
            foreach (
                var malformed in (string[])["{", "{\"a\":}", "{'a':1}", "{\"a\":1,}", "{} {}", "// {}", "NaN", "\u0001"]
            )
                Refused(await host.Send(row, malformed), 400, $"{id}: {malformed}");
            foreach (var whole in (string[])["null", "[]", "1", "\"x\"", "true"])
                Refused(await host.Send(row, whole), 422, $"{id}: {whole}");
            Refused(await host.Send(row, "{\"extra\":1,\"extra\":2}"), 422, id);
            string[] never = ["text/plain", "application/xml", "application/x-www-form-urlencoded"];
            foreach (var wrong in row.IsPatch ? never : [.. never, "application/merge-patch+json"])
            {
                var refused = await host.SendRaw(row, new StringContent(host.Fill(row.Least), Encoding.UTF8, wrong));
                Refused(refused, 415, $"{id}: {wrong}");
                ((string)refused["detail"]!).Should().Contain(media, "a refusal names what would be right");
            }

            Refused(
                await host.SendRaw(
                    row,
                    new ByteArrayContent([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'])
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue(media) },
                    }
                ),
                422,
                id
            );
        });

    [Theory, MemberData(nameof(Rows))]
    public async Task The_least_body_is_well_formed(string id)
    {
        var answer = await host.Send(SampleBody.Of(id), host.Fill(SampleBody.Of(id).Least));
        answer.Status.Should().Match(x => x == 404 || x == 409 || (x >= 200 && x < 300), $"{id}: {answer.Text}");
    }

    /// <summary>The status that is expected, in a problem document whose every code is in the catalogue.</summary>
    private static List<(string? Pointer, string Code)> Refused(Answer answer, int status, string because)
    {
        answer.Status.Should().Be(status, $"{because}: {answer.Text}");
        answer.Headers["Content-Type"].Should().StartWith("application/problem+json", because);
        ProblemCatalogue.Of(answer.Code!).Status.Should().Be(status, because);
        var errors =
            answer["errors"]?.AsArray().Select(x => ((string?)x!["pointer"], (string)x["code"]!)).ToList() ?? [];
        errors.Where(x => ProblemCatalogue.Find(x.Item2) is null).Should().BeEmpty(because);
        return errors;
    }

    private async Task Untouched(Func<Task> hostile)
    {
        var before = await Stored.Count(host.App);
        await hostile();
        (await Stored.Count(host.App)).Should().Be(before, "nothing is written");
    }

    /// <summary>So a repeated request is known again after an upgrade that adds a member to its body.</summary>
    [Fact]
    public void Members_without_a_value_are_in_no_digest()
    {
        foreach (var (id, type) in SampleBody.Accepting(host.App))
        {
            var least = JsonNode.Parse(host.Fill(SampleBody.Of(id).Least))!.AsObject();
            JsonSerializer
                .SerializeToNode(JsonSerializer.Deserialize(least, type, Wire.Json), type, Wire.WithValues)!
                .AsObject()
                .Select(member => member.Key)
                .Should()
                .BeSubsetOf(least.Select(member => member.Key).Append("skipNeedsPermission"), id);
        }
    }

    private IEnumerable<Type> Answers(string id) =>
        host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(x => x.Metadata.GetMetadata<Operation>()?.Id == id)
            .SelectMany(x => x.Metadata.OfType<IProducesResponseTypeMetadata>())
            .Select(x => x.Type)
            .OfType<Type>()
            .Distinct();
}
