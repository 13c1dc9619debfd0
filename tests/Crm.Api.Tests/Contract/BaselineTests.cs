using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>The contract keeps what the last release promised. CRM_RELEASE=1 makes the present contract the promise.</summary>
public sealed class BaselineTests
{
    private const string Baseline = "openapi/crm.v1.baseline.json";
    private const string Deals = "/api/v1/deals";
    private const string Deal = "/api/v1/deals/{dealId}";

    [Fact]
    public void The_released_contract_is_kept()
    {
        if (Environment.GetEnvironmentVariable("CRM_RELEASE") == "1")
            File.Copy(
                Path.Combine(Repository.Root, ContractFile.Current),
                Path.Combine(Repository.Root, Baseline),
                overwrite: true
            );
        BreakingChanges
            .Between(ContractFile.Read(Baseline), ContractFile.Read())
            .Should()
            .BeEmpty("clients of the last release live on; what must break goes into a release (CRM_RELEASE=1)");
    }

    public static TheoryData<string, Action<JsonObject>> Breaks =>
        new()
        {
            { $"GET {Deals}: the operation is gone", x => x["paths"]![Deals]!.AsObject().Remove("get") },
            { $"GET {Deal}: operationId getDeal is gone", x => x["paths"]![Deal]!["get"]!["operationId"] = "readDeal" },
            {
                $"GET {Deals}: parameter query sort is gone",
                x => Drop(x["paths"]![Deals]!["get"]!["parameters"]!, "sort")
            },
            {
                $"POST {Deals}: parameter header Idempotency-Key is required now",
                x => Parameter(x["paths"]![Deals]!["post"]!["parameters"]!, "Idempotency-Key")["required"] = true
            },
            {
                $"POST {Deals}: answer 409 is gone",
                x => x["paths"]![Deals]!["post"]!["responses"]!.AsObject().Remove("409")
            },
            {
                $"GET {Deal} 200: header ETag is gone",
                x => x["paths"]![Deal]!["get"]!["responses"]!["200"]!["headers"]!.AsObject().Remove("ETag")
            },
            {
                $"PATCH {Deal} body: application/merge-patch+json is gone",
                x =>
                    x["paths"]![Deal]!["patch"]!["requestBody"]!["content"]!
                        .AsObject()
                        .Remove("application/merge-patch+json")
            },
            {
                $"POST {Deals} body: member clientId is required now",
                x => Schema(x, "OpenDealBody")["required"]!.AsArray().Add("clientId")
            },
            {
                $"POST {Deals} body: member comment is gone",
                x => Schema(x, "OpenDealBody")["properties"]!.AsObject().Remove("comment")
            },
            {
                $"POST {Deals} body /clientId: may be null no more",
                x => Schema(x, "OpenDealBody")["properties"]!["clientId"]!["type"] = "string"
            },
            { ": member number is gone", x => Schema(x, "Deal")["properties"]!.AsObject().Remove("number") },
            {
                " /probability: type is string and was integer",
                x => Schema(x, "Deal")["properties"]!["probability"]!["type"] = "string"
            },
            {
                " /title: may be null now",
                x => Schema(x, "Deal")["properties"]!["title"]!["type"] = new JsonArray("null", "string")
            },
            { ": member title may be absent now", x => Schema(x, "Deal")["required"] = new JsonArray("id") },
            { " /stage: member code is gone", x => Schema(x, "Stage")["properties"]!.AsObject().Remove("code") },
            {
                "GET /api/v1/reports/sales-funnel 200: may have another shape now",
                x =>
                {
                    var answer = x["paths"]!["/api/v1/reports/sales-funnel"]!["get"]!["responses"]!["200"]!;
                    var media = answer["content"]!["application/json"]!;
                    var one = media["schema"]!.DeepClone();
                    media["schema"] = new JsonObject
                    {
                        ["oneOf"] = new JsonArray(one, new JsonObject { ["type"] = "object" }),
                    };
                }
            },
            { " /status: value won is gone", x => Schema(x, "DealStatus")["enum"] = new JsonArray("open", "lost") },
        };

    [Theory]
    [MemberData(nameof(Breaks), DisableDiscoveryEnumeration = true)]
    public void Canary_every_break_is_seen_and_named(string name, Action<JsonObject> harm)
    {
        var later = ContractFile.Read();
        harm(later);
        BreakingChanges
            .Between(ContractFile.Read(), later)
            .Should()
            .Contain(x => x.EndsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Canary_what_is_added_breaks_nothing()
    {
        var later = ContractFile.Read();
        later["paths"]!["/api/v1/novelties"] = later["paths"]![Deals]!.DeepClone();
        later["paths"]![Deals]!["get"]!["parameters"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["name"] = "colour",
                    ["in"] = "query",
                    ["schema"] = new JsonObject { ["type"] = "string" },
                }
            );
        foreach (var name in (string[])["Deal", "OpenDealBody"])
            Schema(later, name)["properties"]!["colour"] = new JsonObject
            {
                ["type"] = new JsonArray("null", "string"),
            };
        BreakingChanges.Between(ContractFile.Read(), later).Should().BeEmpty();
    }

    private static JsonNode Schema(JsonObject contract, string name) => contract["components"]!["schemas"]![name]!;

    private static JsonNode Parameter(JsonNode parameters, string name) =>
        parameters.AsArray().Single(x => (string)x!["name"]! == name)!;

    private static void Drop(JsonNode parameters, string name) =>
        parameters.AsArray().Remove(Parameter(parameters, name));
}
