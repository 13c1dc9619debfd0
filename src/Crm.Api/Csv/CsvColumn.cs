namespace Crm.Api.Csv;

/// <summary>A column of a file: its name in the contract and its headers.</summary>
/// <param name="Header">Header in exports.</param>
/// <param name="Others">Other accepted headers, in lower case.</param>
public sealed record CsvColumn(string Name, Localized Header, params string[] Others)
{
    /// <summary>A code, a number or the like: cells are read normalized.</summary>
    public bool IsIdentifier { get; init; }

    public bool Fits(string header)
    {
        var text = header.Trim();
        return Same(text, Name) || Same(text, Header.Ru) || Same(text, Header.En) || Others.Any(x => Same(text, x));
    }

    public string In(string language) => Header.In(language);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
