using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Contract;

/// <summary>
/// Reports where a value does not fit a schema of the contract, for the part of JSON Schema that the contract uses. A member that the
/// schema does not name is a fault even where the schema is open, because an example with such a member is out of date.
/// </summary>
internal sealed class SchemaFaults(JsonObject contract)
{
    public IEnumerable<string> Of(JsonNode schema, JsonNode? value, string at = "")
    {
        var rule = ContractFile.Resolve(contract, schema);
        if (rule["oneOf"] is JsonArray either)
        {
            var faults = either.Select(x => Of(x!, value, at).ToArray()).ToArray();
            return faults.Any(x => x.Length == 0) ? [] : faults[0];
        }

        // A schema of nothing but a description takes any value.
        if (rule.All(one => one.Key == "description"))
            return [];
        var types = ContractFile.Strings(rule["type"]).ToArray();
        if (
            types.Length > 0
            && !types.Contains(TypeOf(value))
            && !(TypeOf(value) == "integer" && types.Contains("number"))
        )
            return [$"{at}: {TypeOf(value)} is not {string.Join(" or ", types)}"];
        return value switch
        {
            JsonObject members => Members(rule, members, at),
            JsonArray items => rule["items"] is null
                ? []
                : items.SelectMany(
                    (x, i) => Of(rule["items"]!, x, string.Create(CultureInfo.InvariantCulture, $"{at}/{i}"))
                ),
            not null when value.GetValueKind() == JsonValueKind.String => Text(rule, (string)value!, at),
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonObject rule, JsonObject members, string at)
    {
        // Data of an event, or a field of any type: the schema says nothing of the members.
        if (rule["properties"] is null && rule["additionalProperties"] is not JsonObject { Count: > 0 })
            yield break;
        foreach (var name in ContractFile.Strings(rule["required"]).Where(x => !members.ContainsKey(x)))
            yield return $"{at}/{name}: is required";
        foreach (var (name, value) in members)
        {
            var member = rule["properties"]?[name] ?? rule["additionalProperties"] as JsonObject;
            if (member is null)
                yield return $"{at}/{name}: is not in the schema";
            else
                foreach (var fault in Of(member, value, $"{at}/{name}"))
                    yield return fault;
        }
    }

    private static IEnumerable<string> Text(JsonObject rule, string text, string at)
    {
        if (rule["enum"] is JsonArray known && !known.Any(x => (string?)x == text))
            yield return $"{at}: {text} is none of {known.ToJsonString()}";
        if (
            (string?)rule["pattern"] is { } pattern
            && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
        )
            yield return $"{at}: {text} is not like {pattern}";
        var fits = (string?)rule["format"] switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date" => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        if (!fits)
            yield return $"{at}: {text} is no {rule["format"]}";
    }

    private static string TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => value.ToJsonString().Contains('.') ? "number" : "integer",
            var kind => kind.ToString()!.ToLowerInvariant(),
        };
}
