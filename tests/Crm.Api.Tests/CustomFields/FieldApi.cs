using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Defines custom fields, each under a code that no other test has.</summary>
internal static class FieldApi
{
    private static int made;

    /// <param name="more">Members beside those that every field has.</param>
    public static async Task<Answer> Define(
        this Testing.Api api,
        string owner,
        string code,
        string type,
        object? more = null
    )
    {
        var body = (JsonObject)
            JsonSerializer.SerializeToNode(
                new
                {
                    owner,
                    code,
                    type,
                    title = Title(code),
                }
            )!;
        foreach (var (name, value) in (JsonObject?)JsonSerializer.SerializeToNode(more) ?? [])
            body[name] = value?.DeepClone();
        return (await api.Post("/custom-fields", body.ToJsonString())).Must(201);
    }

    public static object Title(string text) => new { ru = text, en = text };

    /// <summary>Choices of these codes.</summary>
    public static object Choices(params string[] codes) =>
        new { choices = codes.Select(x => new { code = x, title = Title(x) }).ToArray() };

    public static string Fresh(string code) =>
        string.Create(CultureInfo.InvariantCulture, $"{code}-{Interlocked.Increment(ref made)}-f");
}
