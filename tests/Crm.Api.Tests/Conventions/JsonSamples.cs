using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Conventions;

/// <summary>The values of a sample body, wrong values of other types, and a body with one value changed.</summary>
internal static class JsonSamples
{
    /// <summary>Every value of a sample with its JSON pointer.</summary>
    public static IEnumerable<(string Path, JsonNode? Node)> Nested(JsonNode? node, string path = "")
    {
        var children = node switch
        {
            JsonObject o => o.Select(x => (x.Key, x.Value)),
            JsonArray a => a.Select((x, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), x)),
            _ => [],
        };
        foreach (var (name, value) in children)
        {
            yield return ($"{path}/{name}", value);
            foreach (var deeper in Nested(value, $"{path}/{name}"))
                yield return deeper;
        }
    }

    public static IEnumerable<JsonNode?> Wrong(JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.String => [5, new JsonObject(), true],
            JsonValueKind.Number => ["5", true, new JsonArray()],
            JsonValueKind.True or JsonValueKind.False => ["true", 1],
            JsonValueKind.Array => [new JsonObject(), "x", new JsonArray(null, null)],
            _ => [new JsonArray(), "x", 5],
        };

    public static JsonObject Changed(JsonObject least, JsonObject more, string path, Func<JsonNode?, JsonNode?> change)
    {
        var body = (JsonObject)least.DeepClone();
        var steps = path.Split('/')[1..];
        if (!body.ContainsKey(steps[0]))
            body[steps[0]] = more[steps[0]]!.DeepClone();
        JsonNode at = body;
        foreach (var step in steps[..^1])
            at = at is JsonArray list
                ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]!
                : at[step]!;
        if (at is JsonArray items)
            items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = change(items[0])
                ?.DeepClone();
        else
            at[steps[^1]] = change(at[steps[^1]])?.DeepClone();
        return body;
    }
}
