using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Domain.CustomFields;

/// <summary>A value of a custom field. It tells its own type, so that whoever folds an event needs no catalogue.</summary>
/// <param name="Field">Code of the field.</param>
/// <param name="Value">Canonical text; null for texts, and when the field was cleared.</param>
/// <param name="Text">Of a text, which may be about a person.</param>
public sealed record FieldValue(string Field, FieldType Type, string? Value, Personal? Text)
{
    [JsonIgnore]
    public bool IsCleared => Value is null && Text is null;

    /// <summary>The same for readers: a text's salt decides nothing.</summary>
    public bool Says(FieldValue other) =>
        Field == other.Field && Value == other.Value && (Text is null ? other.Text is null : Text.SameText(other.Text));
}

/// <summary>
/// Values of custom fields in the order of their codes, each code once: equal by content, and the same however it came about.
/// A list, not a map: a map read back from JSON would be ordered by the host's culture.
/// </summary>
[JsonConverter(typeof(FieldListJson))]
public sealed class FieldList(ImmutableArray<FieldValue> values) : IEquatable<FieldList>
{
    public static FieldList Empty { get; } = new([]);

    public ImmutableArray<FieldValue> Values { get; } = [.. values.OrderBy(x => x.Field, StringComparer.Ordinal)];

    public FieldValue? Find(string field) => Values.FirstOrDefault(x => x.Field == field);

    /// <summary>The values after a change: what is given replaces, what is cleared goes.</summary>
    public FieldList After(FieldList changes) =>
        changes.Values.IsEmpty
            ? this
            : new([.. Values.Where(x => changes.Find(x.Field) is null), .. changes.Values.Where(x => !x.IsCleared)]);

    /// <summary>Those of the changes that would change something.</summary>
    public FieldList Beyond(FieldList changes) =>
        new([.. changes.Values.Where(x => Find(x.Field) is { } known ? !known.Says(x) : !x.IsCleared)]);

    /// <summary>Without what is cleared: the first values of something new.</summary>
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

/// <summary>The list itself in JSON, without a shell around it.</summary>
public sealed class FieldListJson : JsonConverter<FieldList>
{
    public override FieldList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize<ImmutableArray<FieldValue>>(ref reader, options));

    public override void Write(Utf8JsonWriter writer, FieldList value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Values, options);
}
