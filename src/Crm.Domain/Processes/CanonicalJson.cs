using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Domain.Processes;

/// <summary>Drafts hold lists and raw JSON: they are the same when they read the same.</summary>
internal static class CanonicalJson
{
    public static bool Same<T>(T a, T b) =>
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(a), JsonSerializer.SerializeToNode(b));
}
