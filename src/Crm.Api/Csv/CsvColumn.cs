namespace Crm.Api.Csv;

/// <summary>A column of a file: its name in the contract and how people call it.</summary>
/// <param name="Header">Its header in exports.</param>
/// <param name="Others">Other headers that are understood, in lower case.</param>
public sealed record CsvColumn(string Name, Localized Header, params string[] Others)
{
    public bool Fits(string header)
    {
        var said = header.Trim();
        return Same(said, Name) || Same(said, Header.Ru) || Same(said, Header.En) || Others.Any(x => Same(said, x));
    }

    public string In(string language) => Header.In(language);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
