using Crm.Api.RequestPipeline;
using Crm.Api.Tests.Access;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Crm.Api.Tests.Idempotency;

/// <summary>Other case, a trailing slash or another form of an id name the same resource.</summary>
[Collection(HostCollection.Name)]
public sealed class PathSpellingTests(TestHost host)
{
    public static TheoryData<string> Spellings =>
        [
            "/API/v1/deals/{D}/comments",
            "/api/V1/Deals/{D}/Comments",
            "/api/v1/deals/{D}/comments/",
            "/api/v1/deals/{U}/comments",
            "/api/v1/deals/{N}/comments",
            "/api/v1/deals/%7B{D}%7D/comments",
            "/API/V1/DEALS/{U}/COMMENTS/",
        ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_key_has_one_scope_for_all_spellings_of_its_path(string spelling)
    {
        var deal = (await host.Api.Post("/deals", new { title = "Один путь" })).Must(201).Id;
        var (key, body) = (("Idempotency-Key", Guid.NewGuid().ToString()), new { text = "Один раз" });
        var first = (await host.Api.Post($"/deals/{deal}/comments", body, key)).Must(201);

        var again = await host.Api.Send(HttpMethod.Post, Absolute(spelling, deal), body, [key]);

        (again.Status, again.Text, again.Headers.GetValueOrDefault("Idempotency-Replayed"))
            .Should()
            .Be((201, first.Text, "true"));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_supplied_id_is_repeated_for_all_spellings_of_its_path(string spelling)
    {
        var deal = (await host.Api.Post("/deals", new { title = "Один путь" })).Must(201).Id;
        var body = new
        {
            kind = "call",
            description = "Звонок",
            id = Guid.NewGuid(),
        };
        (await host.Api.Post($"/deals/{deal}/interactions", body)).Must(201);

        var path = Absolute(spelling, deal)
            .Replace("comments", "interactions", StringComparison.Ordinal)
            .Replace("Comments", "Interactions", StringComparison.Ordinal)
            .Replace("COMMENTS", "INTERACTIONS", StringComparison.Ordinal);
        (await host.Api.Send(HttpMethod.Post, path, body, [])).Must(200);
    }

    [Fact]
    public async Task Headers_links_and_cursors_are_those_of_the_contract_s_spelling()
    {
        var deal = (await host.Api.Post("/deals", new { title = "Один путь" })).Must(201).Id;
        foreach (var text in (string[])["А", "Б", "В"])
            (await host.Api.Post($"/deals/{deal}/comments", new { text })).Must(201);
        var plain = (await host.Api.Get($"/deals/{deal}/history?limit=1")).Must(200);

        var other = (await Get($"/API/V1/Deals/{deal.ToUpperInvariant()}/History/?limit=1")).Must(200);

        other.Text.Should().Be(plain.Text);
        other.Headers["Cache-Control"].Should().Be(plain.Headers["Cache-Control"]);
        other.Headers["Link"].Should().Be(plain.Headers["Link"]);
        var cursor = (string)plain["nextCursor"]!;
        (await Get($"/Api/v1/deals/{deal}/HISTORY?limit=1&cursor={Uri.EscapeDataString(cursor)}")).Must(200);
        (await Get($"/API/v1/deals/{Guid.Empty}")).Must(404)["instance"]!
            .GetValue<string>()
            .Should()
            .Be($"/api/v1/deals/{Guid.Empty}");
        var unknown = await host.App.Anonymous().Send(HttpMethod.Get, "http://localhost/API/v1/nonsense", null, []);
        (unknown.Status, unknown.Headers["Cache-Control"]).Should().Be((401, plain.Headers["Cache-Control"]));
    }

    [Fact]
    public void The_contract_s_own_spelling_stays_so_that_stored_keys_match()
    {
        foreach (var (_, path, _) in Table.Of(host.App))
        {
            var pattern = RoutePatternFactory.Parse(path);
            var sent =
                "/"
                + string.Join(
                    '/',
                    pattern.PathSegments.Select(segment =>
                        segment.Parts[0] switch
                        {
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternParameterPart { ParameterPolicies: [{ Content: "guid" }] } =>
                                $"{Guid.NewGuid()}",
                            RoutePatternParameterPart { ParameterPolicies: [{ Content: "int" }] } => "17",
                            _ => "Own-Code",
                        }
                    )
                );
            CanonicalPath.Of(pattern, sent).Value.Should().Be(sent);
        }
    }

    private Task<Answer> Get(string path) => host.Api.Send(HttpMethod.Get, "http://localhost" + path, null, []);

    private static string Absolute(string spelling, string deal) =>
        "http://localhost"
        + spelling
            .Replace("{D}", deal, StringComparison.Ordinal)
            .Replace("{U}", deal.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{N}", Guid.Parse(deal).ToString("N"), StringComparison.Ordinal);
}
