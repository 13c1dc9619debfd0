using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.CustomFields;

/// <summary>
/// A value of a custom field. It includes its type, so that folding an event does not need the field definitions.
/// </summary>
/// <param name="Field">Code of the field.</param>
/// <param name="Value">Canonical text; null for text fields, and when the field was cleared.</param>
/// <param name="Text">For text fields, which may contain personal data.</param>
public sealed record FieldValue(string Field, FieldType Type, string? Value, Personal? Text)
{
    [JsonIgnore]
    public bool IsCleared => Value is null && Text is null;

    /// <summary>Equal for readers: the salt of a text is ignored.</summary>
    public bool Says(FieldValue other) =>
        Field == other.Field && Value == other.Value && (Text is null ? other.Text is null : Text.SameText(other.Text));
}

/// <summary>
/// Values of custom fields, ordered by code, each code once. Equal by content, independent of the order of changes. A
/// list, not a map: a map read back from JSON would be ordered by the culture of the host.
/// </summary>
[JsonConverter(typeof(FieldListJson))]
public sealed class FieldList(ImmutableArray<FieldValue> values) : IEquatable<FieldList>
{
    public static FieldList Empty { get; } = new([]);

    public ImmutableArray<FieldValue> Values { get; } = [.. values.OrderBy(x => x.Field, StringComparer.Ordinal)];

    public FieldValue? Find(string field) => Values.FirstOrDefault(x => x.Field == field);

    /// <summary>The values after a change: given values replace, cleared values are removed.</summary>
    public FieldList After(FieldList changes) =>
        changes.Values.IsEmpty
            ? this
            : new([.. Values.Where(x => changes.Find(x.Field) is null), .. changes.Values.Where(x => !x.IsCleared)]);

    /// <summary>The subset of the changes that would change something.</summary>
    public FieldList Beyond(FieldList changes) =>
        new([.. changes.Values.Where(x => Find(x.Field) is { } known ? !known.Says(x) : !x.IsCleared)]);

    /// <summary>Without cleared values: the initial values of a new item.</summary>
    public FieldList Filled() => Empty.After(this);

    /// <summary>Null when there is nothing to store.</summary>
    public FieldList? OrNull() => Values.IsEmpty ? null : this;

    public bool Equals(FieldList? other) =>
        other is not null
        && Values.Length == other.Values.Length
        && Values.Zip(other.Values).All(x => x.First.Type == x.Second.Type && x.First.Says(x.Second));

    public override bool Equals(object? obj) => Equals(obj as FieldList);

    public override int GetHashCode() => Values.Length;
}

/// <summary>Serialized as a plain JSON array.</summary>
public sealed class FieldListJson : JsonConverter<FieldList>
{
    public override FieldList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<ImmutableArray<FieldValue>>(ref reader, options));

    public override void Write(Utf8JsonWriter writer, FieldList value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Values, options);
}
