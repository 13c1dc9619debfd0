using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Bodies;
using Crm.Api.Routing;
using Crm.Api.Tests.BankStatements;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>A number with more digits than are kept is refused wherever one is read; it is never rounded.</summary>
[Collection(HostCollection.Name)]
public sealed class ExactNumberTests(TestHost host)
{
    /// <summary>More digits than a decimal holds: the framework's parsers read them as 1 and as 0.000001.</summary>
    public static readonly string[] TooPrecise =
    [
        "1.00000000000000000000000000000001",
        "0.00000099999999999999999999999999999",
        "1e-40",
    ];

    public static TheoryData<string, string> Bodies =>
        Matrix(
            ("/deals", """{"title":"А","expectedAmount":{"amount":"{0}","currency":"RUB"}}"""),
            ("/deals", """{"title":"А","probability":{0}}"""),
            ("/deals", """{"title":"А","interest":[{"text":"А","quantity":{0}}]}"""),
            ("/products", """{"name":"А","vatRate":{0}}"""),
            ("/products", """{"name":"А","price":{"amount":"{0}","currency":"RUB"}}"""),
            ("/exchange-rates", """{"base":"USD","quote":"RUB","rate":"{0}"}"""),
            (
                "/roles",
                """{"code":"exact","title":{"ru":"А","en":"A"},"permissions":["deals.write"],"discountLimitPercent":{0}}"""
            )
        );

    public static TheoryData<string, string> Parameters =>
        Matrix(
            ("/deals?currency=RUB&expectedAmount.gte=", "{0}"),
            ("/deals?probability.lt=", "{0}"),
            ("/deals?limit=", "{0}"),
            ("/security-log?status=", "{0}")
        );

    public static TheoryData<string, string> Files =>
        Matrix(
            ("/products/import", "code;name;price;currency\nexact;А;{0};RUB\n"),
            ("/products/import", "code;name;vatRate\nexact;А;{0}\n"),
            ("/exchange-rates/import", "validOn;currency;nominal;rate\n2026-11-01;USD;1;{0}\n"),
            ("/bank-statements", "date;amount;payer;purpose\n05.11.2026;{0};А;Б\n"),
            ("/bank-statements", StatementFiles.Exchange(StatementFiles.Document("1", "{0}", "Счёт")))
        );

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_member_is_refused(string path, string body) =>
        (await host.Api.PostOnce(path, body)).Must(422).Text.Should().NotContain("too_large");

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_query_parameter_is_refused(string path, string value) =>
        (await host.Api.Get(path + value)).Must(400)["errors"]!.AsArray().Should().ContainSingle();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_cell_is_refused(string path, string file)
    {
        using var content = new ByteArrayContent(
            path == "/bank-statements" && file.StartsWith("1C", StringComparison.Ordinal)
                ? StatementFiles.Cp1251.GetBytes(file)
                : Encoding.UTF8.GetBytes(file)
        );
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            file.StartsWith("1C", StringComparison.Ordinal) ? "text/plain" : "text/csv"
        );
        var refused = (
            await host.Api.SendRaw(HttpMethod.Post, path, content, [("Idempotency-Key", Guid.NewGuid().ToString())])
        ).Must(422);
        refused["errors"]!.AsArray().Should().NotBeEmpty();
    }

    /// <summary>Every number in the sample bodies of all operations, so that no later member is forgotten.</summary>
    [Fact]
    public void Every_number_of_every_operation_is_refused()
    {
        List<string> accepted = [];
        var judged = 0;
        foreach (var (id, type) in SampleBody.Accepting(host.App))
        {
            var row = SampleBody.Of(id);
            var (least, more) = (Members(row.Least), Members(row.More));
            foreach (var (path, node) in JsonSamples.Nested(least).Concat(JsonSamples.Nested(more)))
                if (node?.GetValueKind() == JsonValueKind.Number)
                    foreach (var number in TooPrecise)
                    {
                        judged++;
                        var body = JsonSamples.Changed(least, more, path, _ => JsonNode.Parse(number));
                        if (BodyCheck.FaultsOf(JsonSerializer.SerializeToElement(body), type).Count == 0)
                            accepted.Add($"{id} {path} {number}");
                    }
        }

        accepted.Should().BeEmpty();
        judged.Should().BeGreaterThan(50);
    }

    private static TheoryData<string, string> Matrix(params (string Path, string Body)[] places)
    {
        var data = new TheoryData<string, string>();
        foreach (var (path, body) in places)
        foreach (var number in TooPrecise)
            data.Add(path, body.Replace("{0}", number, StringComparison.Ordinal));
        return data;
    }

    private static JsonObject Members(string sample) => JsonNode.Parse(sample)!.AsObject();
}
