using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Api.Bodies;

/// <summary>
/// Compares a body with the shape that it is bound to, and collects its faults with JSON pointers (RFC 6901).
/// </summary>
internal sealed class BodyCheck
{
    /// <summary>Expectation for types without a more precise description.</summary>
    public static readonly Phrase Fitting = "a value that fits the schema";

    private readonly BodyFaults faults = new();

    /// <summary>Whether the texts of the current member may have tabs and line ends.</summary>
    private bool severalLines;

    public static IReadOnlyList<RequestFault> FaultsOf(JsonElement body, Type type)
    {
        var check = new BodyCheck();
        check.Value(body, BodyShape.Of(type));
        return check.faults.Found;
    }

    private void Value(JsonElement value, BodyShape shape)
    {
        switch (shape.Info.Kind)
        {
            case JsonTypeInfoKind.Object when IsOfKind(value, JsonValueKind.Object):
                Object(value, shape);
                break;
            case JsonTypeInfoKind.Dictionary when IsOfKind(value, JsonValueKind.Object):
                Map(value, shape.Info.ElementType!);
                break;
            case JsonTypeInfoKind.Enumerable when IsOfKind(value, JsonValueKind.Array):
                List(value, shape.Info.ElementType!);
                break;
            case JsonTypeInfoKind.None:
                Scalar(value, shape.Info);
                break;
        }
    }

    private void Object(JsonElement value, BodyShape shape)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (NewName(property, given) is not { } name)
                continue;
            faults.Enter(name);
            if (shape.Members.TryGetValue(name, out var member))
                Member(property.Value, member);
            else if (BodyText.AreSound(property.Value, faults, severalLines: false))
                faults.Add("member.unknown", "only members of the schema");
            faults.Leave();
        }

        foreach (var member in shape.Required.Where(member => !given.Contains(member.Name)))
        {
            faults.Enter(member.Name);
            faults.Add("member.required", Phrase.None);
            faults.Leave();
        }
    }

    private void Map(JsonElement value, Type itemType)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            if (NewName(property, given) is { } name)
                Item(property.Value, name, itemType);
    }

    private void List(JsonElement value, Type itemType)
    {
        foreach (var (index, item) in value.EnumerateArray().Index())
            Item(item, index.ToString(CultureInfo.InvariantCulture), itemType);
    }

    private void Member(JsonElement value, BodyMember member)
    {
        var outer = severalLines;
        severalLines = member.SeveralLines;
        if (value.ValueKind == JsonValueKind.Null && !member.TakesNull)
            faults.Add("member.null", "a value");
        else if (value.ValueKind != JsonValueKind.Null || !TakesNull(member.Type))
            Value(value, BodyShape.Of(member.Type));
        severalLines = outer;
    }

    /// <summary>
    /// Nullable annotations do not cover elements of lists and maps: there, only value types refuse null.
    /// </summary>
    private void Item(JsonElement value, string name, Type type)
    {
        if (faults.IsFull)
            return;
        faults.Enter(name);
        if (value.ValueKind != JsonValueKind.Null || !TakesNull(type))
            Value(value, BodyShape.Of(type));
        faults.Leave();
    }

    private void Scalar(JsonElement value, JsonTypeInfo type)
    {
        if (!BodyText.AreSound(value, faults, severalLines))
            return;
        if (type.Type == typeof(JsonElement))
        {
            if (BodyText.HasTwins(value))
                faults.Add("member.twice", "each member once");
        }
        else if (Refusal(value, type) is { } expected)
            faults.Add("member.invalid", expected);
    }

    /// <summary>The expectation of the type's converter if it refuses this value; null when it accepts it.</summary>
    private static Phrase? Refusal(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return null;
        }
        catch (JsonValueException refused)
        {
            return refused.Expected;
        }
        catch (Exception e) when (Body.IsBindingFault(e))
        {
            return Fitting;
        }
    }

    private static bool TakesNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private bool IsOfKind(JsonElement value, JsonValueKind kind)
    {
        if (value.ValueKind != kind && BodyText.AreSound(value, faults, severalLines))
            faults.Add("member.invalid", Fitting);
        return value.ValueKind == kind;
    }

    private string? NewName(JsonProperty property, HashSet<string> given)
    {
        if (faults.IsFull || BodyText.NameOf(property, faults) is not { } name)
            return null;
        if (given.Add(name))
            return name;
        faults.Enter(name);
        faults.Add("member.twice", "each member once");
        faults.Leave();
        return null;
    }
}
