namespace Crm.Api.CustomFields;

/// <summary>
/// A filter by a custom field as it is written: <c>code:value,value</c>, or <c>code:gte:value</c> with a sign for a range.
/// A value that contains a comma, a colon or a double quote is put in double quotes.
/// </summary>
/// <param name="Sign">How the value is compared; null: the field has one of the values.</param>
internal sealed record FieldFilterText(string Code, Comparison? Sign, IReadOnlyList<string> Values)
{
    private static readonly Dictionary<string, Comparison> Signs = new(StringComparer.Ordinal)
    {
        ["gte"] = Comparison.AtLeast,
        ["gt"] = Comparison.Above,
        ["lte"] = Comparison.AtMost,
        ["lt"] = Comparison.Below,
    };

    /// <param name="fault">What the text should be, if it is none of these.</param>
    public static FieldFilterText? Parse(string text, out Phrase fault)
    {
        fault = "a custom field and its value: <code>:<value>, or <code>:gte:<value> with gte, gt, lte or lt";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
            return null;
        var (code, rest) = (text[..colon], text[(colon + 1)..]);
        Comparison? sign = null;
        if (Signs.Keys.FirstOrDefault(x => rest.StartsWith(x + ":", StringComparison.Ordinal)) is { } name)
            (sign, rest) = (Signs[name], rest[(name.Length + 1)..]);
        if (QuotedList.Parse(rest) is not { } values)
        {
            fault = QuotedList.Expected;
            return null;
        }

        if (values.Any(value => !value.IsQuoted && value.Text.Contains(':')))
        {
            fault = "gte, gt, lte or lt before the value; a value with a colon in double quotes";
            return null;
        }

        if (values.Any(value => !value.IsQuoted && value.Text.Length == 0))
            return null;
        if (sign is not null && values.Count > 1)
        {
            fault = "one value with gte, gt, lte or lt";
            return null;
        }

        return new(code, sign, [.. values.Select(value => value.Text)]);
    }
}
