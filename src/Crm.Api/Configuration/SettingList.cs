namespace Crm.Api.Configuration;

/// <summary>A setting with several values: a list (<c>Name:0</c>, <c>Name:1</c>), or one line with commas.</summary>
public static class SettingList
{
    /// <summary>The values in the order given, each once; empty when there is no setting.</summary>
    public static string[] Read(IConfiguration configuration, string name)
    {
        var section = configuration.GetSection(name);
        return
        [
            .. section
                .GetChildren()
                .Select(child => child.Value)
                .Append(section.Value)
                .OfType<string>()
                .SelectMany(text =>
                    text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
