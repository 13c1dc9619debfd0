using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Domain.Tests;

/// <summary>A valid draft of a kind of deals, and drafts that differ from it in the named members.</summary>
internal static partial class KindDrafts
{
    public static readonly StageDraft Last = new(
        "last",
        new("Конец", "End"),
        90,
        [new("win", new("Выигрыш", "Win"), Checks: [Json("{\"check\":\"closing-gate\"}")])]
    );
    public static readonly StageDraft First = new(
        "first",
        new("Начало", "Start"),
        10,
        [
            new(
                "call",
                new("Звонок", "Call"),
                new Due(1),
                [Json("{\"check\":\"interaction-recorded\",\"minimum\":2,\"kinds\":[\"call\"]}")]
            ),
        ]
    );
    public static readonly KindDraft Good = new(new("Вид", "Kind"), ProcessMode.Guided, Stages: [First, Last]);

    /// <summary>F, L and T stand for the good first and last stage and a good task; <c>X+{...}</c> replaces members.</summary>
    public static KindDraft Draft(string text)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
        };
        var task = JsonSerializer.SerializeToNode(First.Tasks!.Value[0], options)!.AsObject();
        var known = new Dictionary<char, System.Text.Json.Nodes.JsonObject>
        {
            ['F'] = JsonSerializer.SerializeToNode(First, options)!.AsObject(),
            ['L'] = JsonSerializer.SerializeToNode(Last, options)!.AsObject(),
            ['T'] = task,
        };
        var json = Shorthand()
            .Replace(text, x => "{\"is\":\"" + x.Value + "\"}")
            .Replace("}+{", ",", StringComparison.Ordinal);
        var node = Filled(System.Text.Json.Nodes.JsonNode.Parse(json)!);
        var draft = JsonSerializer.SerializeToNode(Good, options)!.AsObject();
        foreach (var (name, value) in node.AsObject().ToArray())
            draft[name] = value?.DeepClone();
        return draft.Deserialize<KindDraft>(options)!;

        System.Text.Json.Nodes.JsonNode Filled(System.Text.Json.Nodes.JsonNode at)
        {
            if (at is System.Text.Json.Nodes.JsonArray list)
                return new System.Text.Json.Nodes.JsonArray([
                    .. list.Select(x => x is null ? null : Filled(x.DeepClone())),
                ]);
            if (at is not System.Text.Json.Nodes.JsonObject members)
                return at.DeepClone();
            var filled = members["is"] is { } name ? known[name.ToString()[0]].DeepClone().AsObject() : [];
            foreach (var (key, value) in members)
                if (key != "is")
                    filled[key] = value is null ? null : Filled(value.DeepClone());
            return filled;
        }
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    /// <summary>The letters that represent a stage or a task.</summary>
    [GeneratedRegex("(?<=[\\[,])[FLT](?=[\\],+])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shorthand();
}
