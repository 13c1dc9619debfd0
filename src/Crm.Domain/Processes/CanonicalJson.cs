using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Domain.Processes;

/// <summary>Compares drafts by their JSON, because they contain lists and raw JSON elements.</summary>
internal static class CanonicalJson
{
    public static bool Same<T>(T a, T b) =>
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(a), JsonSerializer.SerializeToNode(b));
}
