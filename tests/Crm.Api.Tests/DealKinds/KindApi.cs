using System.Text.Json.Nodes;

namespace Crm.Api.Tests.DealKinds;

/// <summary>Kinds over HTTP, as an administrator uses them.</summary>
internal static class KindApi
{
    public static JsonObject Title(string text) => new() { ["ru"] = text, ["en"] = text };

    public static JsonObject Task(string code, params ReadOnlySpan<string> checks) =>
        new()
        {
            ["code"] = code,
            ["title"] = Title(code),
            ["due"] = new JsonObject { ["days"] = 2 },
            ["checks"] = new JsonArray([
                .. checks
                    .ToArray()
                    .Select(x => x.StartsWith('{') ? JsonNode.Parse(x) : new JsonObject { ["check"] = x }),
            ]),
        };

    public static JsonObject Stage(string code, params ReadOnlySpan<JsonObject> tasks) =>
        new()
        {
            ["code"] = code,
            ["title"] = Title(code),
            ["probability"] = 50,
            ["tasks"] = new JsonArray([.. tasks.ToArray().Select(x => (JsonNode)x)]),
        };

    public static JsonObject Process(params ReadOnlySpan<JsonObject> stages) =>
        new()
        {
            ["title"] = Title("Вид"),
            ["mode"] = "guided",
            ["stages"] = new JsonArray([.. stages.ToArray().Select(x => (JsonNode)x)]),
        };

    /// <summary>A kind of two stages that requires a call and then the closing gate.</summary>
    public static JsonObject Short() =>
        Process(Stage("calling", Task("call", "interaction-recorded")), Stage("closing", Task("win", "closing-gate")));

    public static async Task<string> Published(this Testing.Api api, JsonObject process)
    {
        var code = "k" + Guid.NewGuid().ToString("N")[..10];
        (await api.Post("/deal-kinds", new JsonObject { ["code"] = code, ["process"] = process })).Must(201);
        (await api.Post($"/deal-kinds/{code}/publish")).Must(200);
        return code;
    }

    public static async Task Republished(this Testing.Api api, string code, JsonObject process)
    {
        (
            await api.Put($"/deal-kinds/{code}/draft", process, (await api.Get("/deal-kinds/" + code)).Must(200).ETag)
        ).Must(200);
        (await api.Post($"/deal-kinds/{code}/publish")).Must(200);
    }

    public static async Task<Answer> Opened(this Testing.Api api, string kind) =>
        (await api.Post("/deals", new { title = "Сделка", kind })).Must(201);

    public static string[] Open(this Answer deal) => [.. deal["openTasks"]!.AsArray().Select(x => (string)x!["code"]!)];

    public static string TaskId(this Answer deal, string code) =>
        (string)deal["openTasks"]!.AsArray().Single(x => (string)x!["code"]! == code)!["id"]!;
}
