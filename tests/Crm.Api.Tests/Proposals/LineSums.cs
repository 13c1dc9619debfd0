using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Proposals;

/// <summary>Sums out of a document's answer, as they were written.</summary>
internal static class LineSums
{
    /// <summary>Several sums of one line or document.</summary>
    public static string?[] Sums(JsonNode of, params string[] names) =>
        [.. names.Select(x => (string?)of[x]?["amount"])];

    /// <summary>One sum of every line.</summary>
    public static string?[] Each(Answer of, string name) =>
        [.. of["lines"]!.AsArray().Select(x => (string?)x![name]?["amount"])];
}
