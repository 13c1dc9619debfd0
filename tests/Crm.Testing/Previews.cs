using System.Text.Json.Nodes;

namespace Crm.Testing;

/// <summary>Commands that are only tried.</summary>
public static class Previews
{
    /// <param name="parameters">Path and query parameters, as an anonymous object.</param>
    public static Task<Answer> Preview(
        this Api api,
        string operationId,
        object parameters,
        object? body = null,
        string? ifMatch = null
    ) =>
        api.Post(
            "/previews",
            new
            {
                operationId,
                parameters,
                body = body is string text ? JsonNode.Parse(text) : body,
                ifMatch,
            }
        );
}
