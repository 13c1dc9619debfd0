using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Deals;

/// <summary>An event as readers see it: stored members, personal texts as plain texts.</summary>
public static class EventData
{
    /// <summary>What is marked in answers is hidden in events under the same names: there is one list of what tells a cost.</summary>
    private static readonly FrozenSet<string> Costs = typeof(EventData)
        .Assembly.GetTypes()
        .SelectMany(x => x.GetProperties())
        .Where(x => x.IsDefined(typeof(CostAttribute), false))
        .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="costs">False: members that tell what goods cost us are left out.</param>
    /// <param name="client">False: the details of the client that a document names are left out.</param>
    /// <param name="deals">False: payments of other deals are left out.</param>
    public static JsonNode? Of(DomainEvent domainEvent, bool costs, bool client, bool deals = true)
    {
        var node = JsonSerializer.SerializeToNode(domainEvent, domainEvent.GetType(), StoreFormat.Json)!.AsObject();
        node.Remove("happenedAt");
        node.Remove("cause");
        // Elsewhere an event names its client by id alone.
        if (!client && node["client"] is JsonObject)
            node.Remove("client");
        if (!deals)
        {
            node.Remove("movedTo");
            node.Remove("movedFrom");
        }

        return Plain(node, costs);
    }

    /// <summary>A field that tells what goods cost us, by its path.</summary>
    public static bool IsCost(string field) => Costs.Contains(field.Split('.', '/')[^1]);

    private static JsonNode? Plain(JsonNode? node, bool costs)
    {
        switch (node)
        {
            case JsonObject o when o.ContainsKey("digest"):
                return o["text"]?.DeepClone();
            case JsonObject o:
                foreach (var (name, value) in o.ToArray())
                    if (costs || !IsCost(name))
                        o[name] = Plain(value, costs)?.DeepClone();
                    else
                        o.Remove(name);
                return o;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    a[i] = Plain(a[i], costs)?.DeepClone();
                return a;
            default:
                return node;
        }
    }
}
