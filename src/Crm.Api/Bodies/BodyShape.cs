using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Api.Bodies;

/// <summary>A member of a body.</summary>
/// <param name="TakesNull">
/// False only when a nullable annotation forbids null; value types refuse null by themselves.
/// </param>
/// <param name="SeveralLines">Whether its texts may have tabs and line ends.</param>
internal sealed record BodyMember(string Name, Type Type, bool IsRequired, bool TakesNull, bool SeveralLines);

/// <summary>
/// The JSON that a type accepts, taken from the serializer's metadata so that check and binding cannot differ.
/// </summary>
internal sealed class BodyShape
{
    private static readonly ConcurrentDictionary<Type, BodyShape> Known = new();

    private BodyShape(Type type)
    {
        Info = Wire.Json.GetTypeInfo(type);
        Members = Info.Kind == JsonTypeInfoKind.Object ? MembersOf(Info) : FrozenDictionary<string, BodyMember>.Empty;
        Required = [.. Members.Values.Where(member => member.IsRequired)];
    }

    public JsonTypeInfo Info { get; }

    /// <summary>Members of an object by name.</summary>
    public FrozenDictionary<string, BodyMember> Members { get; }

    public ImmutableArray<BodyMember> Required { get; }

    public static BodyShape Of(Type type) =>
        Known.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, found => new BodyShape(found));

    private static FrozenDictionary<string, BodyMember> MembersOf(JsonTypeInfo info) =>
        info
            .Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .Select(MemberOf)
            .ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);

    private static BodyMember MemberOf(JsonPropertyInfo property)
    {
        var parameter = property.AssociatedParameter;
        var isRequired = property.IsRequired || parameter is { HasDefaultValue: false, IsMemberInitializer: false };
        var takesNull = property.PropertyType.IsValueType || (parameter?.IsNullable ?? property.IsSetNullable);
        var severalLines =
            property.AttributeProvider?.IsDefined(typeof(SeveralLinesAttribute), false) == true
            || parameter?.AttributeProvider?.IsDefined(typeof(SeveralLinesAttribute), false) == true;
        return new(property.Name, property.PropertyType, isRequired, takesNull, severalLines);
    }
}
