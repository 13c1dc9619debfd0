using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Crm.Api.Demo;

/// <summary>What the host answered to the commands of one deal: the ids that later commands of it need.</summary>
internal sealed partial class DemoAnswers
{
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>Whether no id that the text needs is missing.</summary>
    public bool Knows(string text) =>
        Placeholder().Matches(text).All(found => ids.ContainsKey(found.Groups["name"].Value));

    /// <summary>The text with ids in place of their names.</summary>
    public string Fill(string text) => Placeholder().Replace(text, found => ids[found.Groups["name"].Value]);

    public void Keep(string path, string answer)
    {
        if (!answer.StartsWith('{') || JsonNode.Parse(answer) is not JsonObject body)
            return;
        if (body["openTasks"] is JsonArray tasks)
            KeepTasks(tasks);
        if (path.EndsWith("/orders", StringComparison.Ordinal))
            foreach (var (i, line) in body["lines"]!.AsArray().Index())
                ids[$"line:{i}"] = (string)line!["lineId"]!;
        if (path.EndsWith("/revise", StringComparison.Ordinal))
            ids["revision"] = (string)body["id"]!;
    }

    /// <summary>
    /// Keeps all tasks of the deal that were raised until an instant, the last one of each code: of a loading that goes on, later
    /// ones may be there.
    /// </summary>
    public void KeepTasks(string answer, DateTimeOffset until)
    {
        foreach (
            var task in JsonNode.Parse(answer)!["items"]!
                .AsArray()
                .Where(task => (DateTimeOffset)task!["raisedAt"]! <= until)
                .OrderBy(task => (DateTimeOffset)task!["raisedAt"]!)
        )
            ids["task:" + (string)task!["code"]!] = (string)task["id"]!;
    }

    /// <summary>Those that are open now; a task of the same code may have been raised again.</summary>
    private void KeepTasks(JsonArray tasks)
    {
        foreach (var task in ids.Keys.Where(name => name.StartsWith("task:", StringComparison.Ordinal)).ToArray())
            ids.Remove(task);
        foreach (var task in tasks)
            ids["task:" + (string)task!["code"]!] = (string)task["id"]!;
    }

    [GeneratedRegex(@"\{(?<name>task:[a-z-]+|line:\d+|revision)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
