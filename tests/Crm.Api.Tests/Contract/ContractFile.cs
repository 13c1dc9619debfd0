using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>A committed contract, for tests to read.</summary>
internal static class ContractFile
{
    public const string Current = "openapi/crm.v1.json";

    public static JsonObject Read(string file = Current) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)))!.AsObject();

    /// <summary>Every operation with its name, such as <c>GET /api/v1/deals</c>.</summary>
    public static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonObject contract) =>
        from path in contract["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select ($"{method.Key.ToUpperInvariant()} {path.Key}", method.Value!.AsObject());

    /// <summary>Resolves a <c>$ref</c>; anything else is itself.</summary>
    public static JsonObject Resolve(JsonObject contract, JsonNode node) =>
        node["$ref"] is { } reference
            ? ((string)reference!)[2..].Split('/').Aggregate((JsonNode)contract, (at, step) => at[step]!).AsObject()
            : node.AsObject();

    public static IEnumerable<string> Strings(JsonNode? node) =>
        node switch
        {
            JsonArray many => many.Select(x => (string)x!),
            null => [],
            _ => [(string)node!],
        };
}
