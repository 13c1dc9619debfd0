namespace Crm.Api.BankStatements.Reading;

/// <summary>A part of an exchange file: the head, an account or a document, with the line of each of its values.</summary>
/// <param name="Row">Line of the file where it begins, from 1.</param>
internal sealed record ExchangeSection(int Row)
{
    public Dictionary<string, (int Row, string Value)> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The first of these keys that has a value: dialects call one thing by several names.</summary>
    public (int Row, string Value)? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Values.TryGetValue(key, out var found) && !string.IsNullOrWhiteSpace(found.Value))
                return found;
        return null;
    }

    public string? Text(params ReadOnlySpan<string> keys) =>
        Find(keys) is { } found ? StatementValues.Text(found.Value) : null;
}
