using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>Changes that break clients of an earlier contract, each by its name.</summary>
internal sealed class BreakingChanges(JsonObject before, JsonObject now)
{
    private readonly HashSet<(string, string, bool)> seen = [];
    private readonly List<string> found = [];

    public static IReadOnlyList<string> Between(JsonObject before, JsonObject now)
    {
        var all = new BreakingChanges(before, now);
        var present = ContractFile.Operations(now).ToDictionary(x => x.Name, x => x.Operation);
        foreach (var (name, operation) in ContractFile.Operations(before))
            if (present.TryGetValue(name, out var later))
                all.Operation(name, operation, later);
            else
                all.found.Add($"{name}: the operation is gone");
        return all.found;
    }

    private void Operation(string name, JsonObject was, JsonObject isNow)
    {
        if ((string?)was["operationId"] != (string?)isNow["operationId"])
            found.Add($"{name}: operationId {was["operationId"]} is gone");
        var (parameters, later) = (Parameters(was), Parameters(isNow));
        foreach (var (key, one) in parameters)
            if (!later.TryGetValue(key, out var same))
                found.Add($"{name}: parameter {key} is gone");
            else
                Schema($"{name} {key}", one["schema"]!, same["schema"]!, sent: true);
        foreach (
            var (key, one) in later.Where(x =>
                IsRequired(x.Value) && !(parameters.TryGetValue(x.Key, out var known) && IsRequired(known))
            )
        )
            found.Add($"{name}: parameter {key} is required now");
        if (isNow["requestBody"] is { } body && IsRequired(body) && !(was["requestBody"] is { } old && IsRequired(old)))
            found.Add($"{name}: a body is required now");
        Content($"{name} body", was["requestBody"], isNow["requestBody"], sent: true);
        foreach (var (status, answer) in was["responses"]!.AsObject())
            if (isNow["responses"]![status] is not { } given)
                found.Add($"{name}: answer {status} is gone");
            else
            {
                foreach (
                    var header in (answer!["headers"]?.AsObject() ?? []).Where(x => given["headers"]?[x.Key] is null)
                )
                    found.Add($"{name} {status}: header {header.Key} is gone");
                Content($"{name} {status}", answer, given, sent: false);
            }
    }

    private void Content(string at, JsonNode? was, JsonNode? isNow, bool sent)
    {
        foreach (var (type, media) in was?["content"]?.AsObject() ?? [])
            if (isNow?["content"]?[type] is not { } same)
                found.Add($"{at}: {type} is gone");
            else
                Schema(at, media!["schema"]!, same["schema"]!, sent);
    }

    private void Schema(string at, JsonNode was, JsonNode isNow, bool sent)
    {
        // A named schema is compared once: it may contain itself, and its members break for every operation that refers to it.
        if (was["$ref"] is { } a && isNow["$ref"] is { } b && !seen.Add(((string)a!, (string)b!, sent)))
            return;
        var (old, oldNull) = Essence(before, was);
        var (later, laterNull) = Essence(now, isNow);
        if (sent && oldNull && !laterNull)
            found.Add($"{at}: may be null no more");
        if (!sent && !oldNull && laterNull)
            found.Add($"{at}: may be null now");
        if (!sent && later.Length > old.Length)
            found.Add($"{at}: may have another shape now");
        for (var i = 0; i < old.Length; i++)
            if (i < later.Length)
                Shape(at, old[i], later[i], sent);
            else
                found.Add($"{at}: one of the shapes is gone");
    }

    private void Shape(string at, JsonObject old, JsonObject later, bool sent)
    {
        foreach (var trait in (string[])["type", "format", "pattern"])
            if (Trait(old, trait) is var x && Trait(later, trait) is var y && x != y)
                found.Add($"{at}: {trait} is {y} and was {x}");
        foreach (
            var value in ContractFile
                .Strings(old["enum"])
                .Except(ContractFile.Strings(later["enum"]))
                .Where(_ => later["enum"] is not null)
        )
            found.Add($"{at}: value {value} is gone");
        var (needed, neededNow) = (
            ContractFile.Strings(old["required"]).ToArray(),
            ContractFile.Strings(later["required"]).ToArray()
        );
        foreach (var member in sent ? neededNow.Except(needed) : [])
            found.Add($"{at}: member {member} is required now");
        foreach (var (member, schema) in old["properties"]?.AsObject() ?? [])
            if (later["properties"]?[member] is not { } same)
                found.Add($"{at}: member {member} is gone");
            else
            {
                if (!sent && needed.Contains(member) && !neededNow.Contains(member))
                    found.Add($"{at}: member {member} may be absent now");
                Schema($"{at} /{member}", schema!, same, sent);
            }

        foreach (var inner in (string[])["items", "additionalProperties"])
            if (old[inner] is JsonObject x && later[inner] is JsonObject y)
                Schema($"{at} /*", x, y, sent);
    }

    /// <summary>The shapes of a schema without its null, and whether it had one.</summary>
    private static (JsonObject[] Shapes, bool Null) Essence(JsonObject contract, JsonNode node)
    {
        var schema = ContractFile.Resolve(contract, node);
        if (schema["oneOf"] is not JsonArray either)
            return ([schema], ContractFile.Strings(schema["type"]).Contains("null"));
        var rest = either.Where(x => (string?)(x!["type"] as JsonValue) != "null").ToArray();
        return ([.. rest.Select(x => ContractFile.Resolve(contract, x!))], rest.Length < either.Count);
    }

    private static string Trait(JsonObject schema, string name) =>
        string.Join(" or ", ContractFile.Strings(schema[name]).Where(x => x != "null").Order(StringComparer.Ordinal));

    private static Dictionary<string, JsonObject> Parameters(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(
            x => $"{x!["in"]} {x["name"]}",
            x => x!.AsObject(),
            StringComparer.Ordinal
        );

    private static bool IsRequired(JsonNode one) => one["required"] is JsonValue required && (bool)required;
}
