using System.Text.Json;

namespace Crm.Api.Routing;

/// <summary>
/// A closed set of values of a parameter: an enum of the contract, and what requests are checked against.
/// </summary>
/// <param name="Name">Name of its schema; generated clients have a type of this name.</param>
/// <param name="Description">What the set is.</param>
/// <param name="Values">All values, as requests spell them.</param>
public sealed record ValueSet(string Name, string Description, IReadOnlyList<string> Values)
{
    /// <summary>The enum that the values are of: its schema describes them. Null: the set has a schema of its own.</summary>
    public Type? Type { get; private init; }

    /// <summary>The values of an enum.</summary>
    public static ValueSet Of<T>()
        where T : struct, Enum =>
        new(typeof(T).Name, "", [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)])
        {
            Type = typeof(T),
        };

    /// <summary>Keys to sort by, each also with a minus in front for the descending order.</summary>
    public static ValueSet Sort(string name, IReadOnlyList<string> keys) =>
        new(name, "A sort key; with a minus for the descending order.", [.. keys, .. keys.Select(key => "-" + key)]);
}

/// <summary>
/// Says that a text member is one of the names of an enum: it refers to the schema of the enum. For members whose values are written
/// without the enum.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValuesOfAttribute(Type values) : Attribute
{
    public Type Values { get; } = values;
}
