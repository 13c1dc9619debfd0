using System.Globalization;
using System.Text.Json;

namespace Crm.Api.Bodies;

/// <summary>Applies the rule of texts (<see cref="TextRule"/>) to everything in a body.</summary>
internal static class BodyText
{
    /// <summary>
    /// Checks all texts of a value that needs no other check, and its depth; true when there are no faults.
    /// </summary>
    /// <param name="severalLines">Whether they may have tabs and line ends.</param>
    public static bool AreSound(JsonElement value, BodyFaults faults, bool severalLines)
    {
        var before = faults.Found.Count;
        if (value.ValueKind == JsonValueKind.String && !IsSound(value, severalLines))
            faults.AddText(severalLines);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(item, index.ToString(CultureInfo.InvariantCulture), faults, severalLines);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                if (NameOf(member, faults) is { } name)
                    Check(member.Value, name, faults, severalLines);
        return faults.Found.Count == before;
    }

    /// <summary>The name of a member; null, with a fault of the object, when it is not a valid text.</summary>
    public static string? NameOf(JsonProperty member, BodyFaults faults)
    {
        try
        {
            if (member.Name is var name && TextRule.IsSound(name, severalLines: false))
                return name;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or invalid UTF-8.
        }

        faults.AddText(severalLines: false);
        return null;
    }

    /// <summary>True when an object in the value has two members with the same name.</summary>
    public static bool HasTwins(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Any(HasTwins),
            JsonValueKind.Object => value
                .EnumerateObject()
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .Any(group => group.Skip(1).Any() || HasTwins(group.First().Value)),
            _ => false,
        };

    private static void Check(JsonElement value, string step, BodyFaults faults, bool severalLines)
    {
        faults.Enter(step);
        AreSound(value, faults, severalLines);
        faults.Leave();
    }

    private static bool IsSound(JsonElement text, bool severalLines)
    {
        try
        {
            return TextRule.IsSound(text.GetString(), severalLines);
        }
        catch (InvalidOperationException)
        {
            return false; // As in a name.
        }
    }
}
