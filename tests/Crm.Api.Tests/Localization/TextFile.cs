using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Localization;

/// <summary>The texts of one <c>.resx</c> file, as the build put them into the host and into its Russian satellite.</summary>
/// <param name="Name">Namespace and class, such as <c>Crm.Api.Printing.Labels</c>.</param>
internal sealed partial record TextFile(
    string Name,
    IReadOnlyDictionary<string, string> English,
    IReadOnlyDictionary<string, string> Russian
)
{
    public string Class => Name.Split('.')[^1];

    public static IEnumerable<TextFile> In(Assembly assembly) =>
        from file in assembly.GetManifestResourceNames()
        where file.EndsWith(".resources", StringComparison.Ordinal)
        let name = file[..^".resources".Length]
        select new TextFile(
            name,
            Read(name, assembly, CultureInfo.InvariantCulture),
            Read(name, assembly, CultureInfo.GetCultureInfo("ru"))
        );

    /// <summary>Keys that one language lacks, placeholders that differ between the languages, unused keys.</summary>
    public IEnumerable<string> Faults(Func<string, bool> isUsed)
    {
        foreach (var key in English.Keys.Union(Russian.Keys).Order(StringComparer.Ordinal))
        {
            if (!Russian.TryGetValue(key, out var russian))
                yield return $"{Class}: {key} has no Russian text";
            else if (!English.TryGetValue(key, out var english))
                yield return $"{Class}: {key} has no English text";
            else if (!Placeholders(english).SequenceEqual(Placeholders(russian)))
                yield return $"{Class}: {key} has other placeholders in Russian";
            if (!isUsed(key))
                yield return $"{Class}: {key} is not used";
        }
    }

    private static Dictionary<string, string> Read(string name, Assembly assembly, CultureInfo culture) =>
        new ResourceManager(name, assembly)
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary><c>{0}</c>, and the route values in addresses such as <c>/deals/{dealId}</c>.</summary>
    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
