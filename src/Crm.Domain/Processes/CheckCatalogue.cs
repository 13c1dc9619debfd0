using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>A parameter of a check.</summary>
/// <param name="Name">Name of the JSON member that carries the parameter.</param>
/// <param name="Type">
/// Type of the value: <c>text</c>, <c>number</c>, <c>boolean</c>, <c>list</c> or <c>check list</c>; for an enumeration, its
/// values.
/// </param>
/// <param name="Required"><c>true</c> when the parameter must be given.</param>
public sealed record CheckParameter(string Name, string Type, bool Required);

/// <summary>A check that a task may require, by its name in JSON.</summary>
/// <param name="IsEvidence">It uses an event; a state check reads the current state of the deal.</param>
public sealed record CheckEntry(string Code, bool IsEvidence, ImmutableArray<CheckParameter> Parameters);

/// <summary>The closed set of checks as data: names and parameters, derived from the check types.</summary>
public static class CheckCatalogue
{
    /// <summary>Reserved names that are not implemented yet.</summary>
    public static ImmutableArray<string> Reserved { get; } = ["survey-answered"];

    private static readonly JsonSerializerOptions Shape = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
    };

    private static readonly FrozenDictionary<string, (Type Type, CheckEntry Entry)> Known = typeof(Check)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(
            x => (string)x.TypeDiscriminator!,
            x => (x.DerivedType, Entry((string)x.TypeDiscriminator!, x.DerivedType))
        );

    public static ImmutableArray<CheckEntry> All { get; } =
    [
        .. typeof(Check)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(x => Known[(string)x.TypeDiscriminator!].Entry),
    ];

    public static JsonElement Write(Check check) => JsonSerializer.SerializeToElement(check, Shape);

    /// <summary>Parses a check from JSON; all problems are added to the faults.</summary>
    public static Check? Read(JsonElement json, string pointer, List<Fault> faults)
    {
        if (
            json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("check", out var name)
            || name.ValueKind != JsonValueKind.String
        )
        {
            faults.Add(
                new(
                    pointer,
                    "check.unknown",
                    $"an object with the member check: {string.Join(", ", Known.Keys.Order())}"
                )
            );
            return null;
        }

        if (Reserved.Contains(name.GetString()!))
        {
            faults.Add(new($"{pointer}/check", "check.unavailable", "a check that this version of the product has"));
            return null;
        }

        if (!Known.TryGetValue(name.GetString()!, out var known))
        {
            faults.Add(new($"{pointer}/check", "check.unknown", Phrase.Data(Known.Keys.Order())));
            return null;
        }

        var before = faults.Count;
        foreach (var member in json.EnumerateObject().Where(x => x.Name != "check"))
            if (known.Entry.Parameters.FirstOrDefault(x => x.Name == member.Name) is not { } parameter)
                faults.Add(
                    new(
                        $"{pointer}/{member.Name}",
                        "check.parameter_unknown",
                        known.Entry.Parameters.IsEmpty
                            ? "no parameters"
                            : Phrase.Data(known.Entry.Parameters.Select(x => x.Name))
                    )
                );
            else if (parameter.Type != "checks" && !Fits(known.Type, member))
                faults.Add(
                    new($"{pointer}/{member.Name}", "check.parameter_invalid", $"a value of the type {parameter.Type}")
                );
        foreach (var missing in known.Entry.Parameters.Where(x => x.Required && !json.TryGetProperty(x.Name, out _)))
            faults.Add(
                new($"{pointer}/{missing.Name}", "check.parameter_missing", $"a value of the type {missing.Type}")
            );
        if (faults.Count > before)
            return null;
        return typeof(AllOfCheck) == known.Type || typeof(AnyOfCheck) == known.Type
            ? Combined(known.Type, json.GetProperty("checks"), pointer, faults)
            : Plain(json, pointer, faults);
    }

    private static Check? Plain(JsonElement json, string pointer, List<Fault> faults)
    {
        try
        {
            var check = json.Deserialize<Check>(Shape)!;
            faults.AddRange(check.Faults(pointer));
            return check;
        }
        catch (JsonException e)
        {
            faults.Add(
                new(
                    pointer,
                    "check.parameter_invalid",
                    e.Path is { } path ? Phrase.Data(path) : "parameters of this check"
                )
            );
            return null;
        }
    }

    private static Check? Combined(Type type, JsonElement list, string pointer, List<Fault> faults)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 1 or > 20)
        {
            faults.Add(new($"{pointer}/checks", "check.parameter_invalid", "1 to 20 checks"));
            return null;
        }

        var parts = list.EnumerateArray().Select((x, i) => Read(x, $"{pointer}/checks/{i}", faults)).ToArray();
        if (parts.Any(x => x is null))
            return null;
        return type == typeof(AllOfCheck) ? new AllOfCheck([.. parts!]) : new AnyOfCheck([.. parts!]);
    }

    private static bool Fits(Type check, JsonProperty member)
    {
        // Nullable annotations do not cover the elements of lists, so null elements are refused here.
        if (
            member.Value.ValueKind == JsonValueKind.Array
            && member.Value.EnumerateArray().Any(x => x.ValueKind == JsonValueKind.Null)
        )
            return false;
        try
        {
            return member.Value.Deserialize(
                Properties(check)
                    .First(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name) == member.Name)
                    .PropertyType,
                Shape
            )
                is not null;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return false;
        }
    }

    private static CheckEntry Entry(string code, Type type)
    {
        var required = type.GetConstructors()
            .MaxBy(x => x.GetParameters().Length)!
            .GetParameters()
            .Where(x => !x.HasDefaultValue)
            .Select(x => x.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(
            code,
            type.IsAssignableTo(typeof(EvidenceCheck)),
            [
                .. Properties(type)
                    .Select(x => new CheckParameter(
                        JsonNamingPolicy.CamelCase.ConvertName(x.Name),
                        TypeOf(x.PropertyType),
                        required.Contains(x.Name)
                    )),
            ]
        );
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(x =>
                x.CanWrite
                && x.DeclaringType == type
                && x.GetCustomAttribute<JsonIgnoreAttribute>() is null
                && x.Name != nameof(Check.Code)
            );

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return string.Join("|", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));
        if (type == typeof(string))
            return "text";
        if (type == typeof(bool))
            return "boolean";
        if (type == typeof(int) || type == typeof(decimal))
            return "number";
        if (type == typeof(ImmutableArray<Check>))
            return "checks";
        return type is { IsGenericType: true } && type.GetGenericArguments() is [var element]
            ? $"list of {TypeOf(element)}"
            : type.Name;
    }
}
