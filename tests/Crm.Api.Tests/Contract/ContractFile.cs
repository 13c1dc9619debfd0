using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>A committed contract, for tests to read.</summary>
internal static class ContractFile
{
    public const string Current = "openapi/crm.v1.json";

    /// <summary>Parameters, answers and headers that operations share are written out; schemas are referred to.</summary>
    public static JsonObject Read(string file = Current)
    {
        var contract = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)))!.AsObject();
        foreach (var (_, operation) in Operations(contract))
        {
            if (operation["parameters"] is JsonArray parameters)
                for (var i = 0; i < parameters.Count; i++)
                    parameters[i] = Resolve(contract, parameters[i]!).DeepClone();
            foreach (var (status, answer) in operation["responses"]!.AsObject().ToArray())
            {
                var whole = Resolve(contract, answer!).DeepClone();
                foreach (var (name, header) in (whole["headers"]?.AsObject() ?? []).ToArray())
                    whole["headers"]![name] = Resolve(contract, header!).DeepClone();
                operation["responses"]![status] = whole;
            }
        }

        return contract;
    }

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
