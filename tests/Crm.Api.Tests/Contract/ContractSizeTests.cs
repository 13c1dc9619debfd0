using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>The contract stays small and plain enough for its page to open at once.</summary>
public sealed class ContractSizeTests
{
    [Fact]
    public void The_contract_has_at_most_one_and_a_half_megabytes() =>
        new FileInfo(Path.Combine(Repository.Root, ContractFile.Current))
            .Length.Should()
            .BeLessThanOrEqualTo(1_500_000);

    /// <summary>The script of the page (page.js) says these in the words of OpenAPI 3.0, and nothing else of 3.1.</summary>
    [Fact]
    public void Of_OpenAPI_3_1_it_uses_only_null_and_lists_of_examples()
    {
        var contract = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, ContractFile.Current)));
        List<string> others = [];
        foreach (var schema in Schemas(contract))
        {
            if (schema["type"] is JsonArray types && !(types.Count == 2 && types.Any(type => (string?)type == "null")))
                others.Add($"{schema.GetPath()}: {types.ToJsonString()}");
            if (schema["oneOf"] is JsonArray either && !(either.Count == 2 && either.Any(IsNull)))
                others.Add($"{schema.GetPath()}: {either.ToJsonString()}");
            string[] words =
            [
                "const",
                "prefixItems",
                "patternProperties",
                "anyOf",
                "allOf",
                "contentMediaType",
                "$defs",
            ];
            others.AddRange(words.Where(schema.ContainsKey).Select(word => $"{schema.GetPath()}: {word}"));
        }

        others.Should().BeEmpty();
    }

    private static bool IsNull(JsonNode? schema) => schema!["type"] is JsonValue type && (string?)type == "null";

    /// <summary>Every object but those of examples.</summary>
    private static IEnumerable<JsonObject> Schemas(JsonNode? node) =>
        node switch
        {
            JsonObject part => part.Where(member => member.Key is not ("example" or "examples" or "properties"))
                .SelectMany(member => Schemas(member.Value))
                .Concat((part["properties"]?.AsObject() ?? []).SelectMany(member => Schemas(member.Value)))
                .Prepend(part),
            JsonArray parts => parts.SelectMany(Schemas),
            _ => [],
        };
}
