using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Crm.Api.Bodies;

/// <summary>
/// Texts that can be stored: valid UTF-8, no lone surrogates, no control characters except tab and line ends.
/// </summary>
internal static class BodyText
{
    public const string Expected = "text without control characters and lone surrogates";

    private static readonly SearchValues<char> Refused = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(code => (char)code).Except(['\t', '\n', '\r']),
    ]);

    /// <summary>
    /// Checks all texts of a value that needs no other check, and its depth; true when there are no faults.
    /// </summary>
    public static bool AreSound(JsonElement value, BodyFaults faults)
    {
        var before = faults.Found.Count;
        if (value.ValueKind == JsonValueKind.String && !IsSound(value))
            faults.Add("text.invalid_character", Expected);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(item, index.ToString(CultureInfo.InvariantCulture), faults);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                if (NameOf(member, faults) is { } name)
                    Check(member.Value, name, faults);
        return faults.Found.Count == before;
    }

    /// <summary>The name of a member; null, with a fault of the object, when it is not a valid text.</summary>
    public static string? NameOf(JsonProperty member, BodyFaults faults)
    {
        try
        {
            if (member.Name is var name && IsSound(name))
                return name;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or invalid UTF-8.
        }

        faults.Add("text.invalid_character", Expected);
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

    private static void Check(JsonElement value, string step, BodyFaults faults)
    {
        faults.Enter(step);
        AreSound(value, faults);
        faults.Leave();
    }

    private static bool IsSound(JsonElement text)
    {
        try
        {
            return IsSound(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return false; // As in a name.
        }
    }

    private static bool IsSound(string text) => !text.AsSpan().ContainsAny(Refused);
}
