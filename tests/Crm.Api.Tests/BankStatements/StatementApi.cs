using System.Text.Json.Nodes;
using Npgsql;

namespace Crm.Api.Tests.BankStatements;

/// <summary>Statements over HTTP, and what blocks them.</summary>
internal static class StatementApi
{
    /// <summary>A text that no other document has.</summary>
    public static string Fresh => Guid.NewGuid().ToString("N")[..8];

    public static async Task<JsonArray> Lines(this Testing.Api api, Answer statement, string query = "") =>
        (await api.Get($"/bank-statements/{statement.Id}/lines{query}")).Must(200)["items"]!.AsArray();

    public static async Task<JsonNode> Only(this Testing.Api api, Answer statement) =>
        (await api.Lines(statement)).Should().ContainSingle().Which!;

    public static (string?, string?) Waits(JsonNode line) =>
        ((string?)line["status"], (string?)line["blockers"]?.AsArray().SingleOrDefault()?["code"]);
}
