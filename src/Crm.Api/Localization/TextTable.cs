using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Crm.Api.Localization;

/// <summary>
/// The texts of one <c>.resx</c> file (English) and its <c>.ru.resx</c>, by key. They are read once; the language is
/// chosen for each request with <see cref="Localized.In"/>, never by the culture of the thread.
/// </summary>
/// <exception cref="MissingManifestResourceException">The texts of a language were not deployed with the
/// host.</exception>
internal sealed class TextTable(string resource, Assembly assembly)
{
    private readonly FrozenDictionary<string, Localized> texts = Read(new ResourceManager(resource, assembly));

    public IEnumerable<string> Keys => texts.Keys;

    public Localized? Find(string key) => texts.GetValueOrDefault(key);

    public Localized this[string key] =>
        texts.TryGetValue(key, out var text)
            ? text
            : throw new KeyNotFoundException($"the text '{key}' is missing in {resource}");

    private static FrozenDictionary<string, Localized> Read(ResourceManager manager)
    {
        var english = Texts(manager, CultureInfo.InvariantCulture);
        var russian = Texts(manager, CultureInfo.GetCultureInfo("ru"));
        manager.ReleaseAllResources();
        return english.ToFrozenDictionary(
            text => text.Key,
            text => new Localized(russian[text.Key], text.Value),
            StringComparer.Ordinal
        );
    }

    /// <summary>Without the parent cultures: a missing language must not fall back to English.</summary>
    private static Dictionary<string, string> Texts(ResourceManager manager, CultureInfo culture) =>
        (
            manager.GetResourceSet(culture, createIfNotExists: true, tryParents: false)
            ?? throw new MissingManifestResourceException($"{manager.BaseName} has no texts in '{culture.Name}'")
        )
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
}
