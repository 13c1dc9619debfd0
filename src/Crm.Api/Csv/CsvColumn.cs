namespace Crm.Api.Csv;

/// <summary>A column of a file: its name in the contract and how people call it.</summary>
/// <param name="Russian">Its header in exports in Russian.</param>
/// <param name="Others">Other headers that are understood, in lower case.</param>
public sealed record CsvColumn(string Name, string Russian, params string[] Others)
{
    public bool Fits(string header)
    {
        var said = header.Trim();
        return Same(said, Name) || Same(said, Russian) || Others.Any(x => Same(said, x));
    }

    public string In(string language) => language == "ru" ? Russian : Name;

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
