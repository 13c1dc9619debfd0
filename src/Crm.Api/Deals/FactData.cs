using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Deals;

/// <summary>A fact as readers see it: stored members, personal texts as plain texts.</summary>
public static class FactData
{
    public static JsonNode? Of(Fact fact)
    {
        var node = JsonSerializer.SerializeToNode(fact, fact.GetType(), CrmStore.Json)!.AsObject();
        node.Remove("happenedAt");
        node.Remove("cause");
        return Plain(node);
    }

    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o when o.ContainsKey("digest"):
                return o["text"]?.DeepClone();
            case JsonObject o:
                foreach (var (name, value) in o.ToArray()) o[name] = Plain(value)?.DeepClone();
                return o;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++) a[i] = Plain(a[i])?.DeepClone();
                return a;
            default:
                return node;
        }
    }
}
