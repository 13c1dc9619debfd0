using System.Text.Json;
using System.Xml.Linq;

namespace Crm.Architecture.Tests;

/// <summary>
/// Reads the licence of every resolved package; a licence that is not on the list fails the test until it has been reviewed.
/// </summary>
public sealed class LicenceTests
{
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL"];

    /// <summary>Older packages name their licence by address: these have been read.</summary>
    private static readonly string[] Reviewed = ["https://github.com/dotnet/corefx/blob/master/LICENSE.TXT"];

    [Fact]
    public void Every_resolved_package_has_a_licence_that_we_may_use()
    {
        var packages = Packages().Distinct().ToArray();
        packages.Should().HaveCountGreaterThan(80);
        packages.Where(x => !IsAllowed(x.Licence)).Should().BeEmpty();
    }

    /// <summary>Tools of development and of the gate: they run here, and nothing of them ships.</summary>
    [Fact]
    public void Every_locked_package_of_npm_has_a_licence_that_we_may_use_and_names_no_registry()
    {
        string[] ofTools = [.. Allowed, "ISC", "Python-2.0"];
        var root = RouteTests.Root(AppContext.BaseDirectory);
        var locks = Directory
            .EnumerateFiles(root, "package-lock.json", SearchOption.AllDirectories)
            .Where(path =>
                !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Contains("node_modules")
            )
            .ToArray();
        locks.Should().HaveCountGreaterThan(2);
        foreach (var path in locks)
        {
            var text = File.ReadAllText(path);
            text.Should().NotContain("\"resolved\"", "{0} works with any registry", path);
            using var json = JsonDocument.Parse(text);
            json.RootElement.GetProperty("packages")
                .EnumerateObject()
                .Where(package => package.Name.Length > 0)
                .Select(package => (package.Name, Licence: package.Value.GetProperty("license").GetString()!))
                .Where(package => !package.Licence.Trim('(', ')').Split(" OR ").Any(ofTools.Contains))
                .Should()
                .BeEmpty(path);
        }
    }

    [Fact]
    public void Canary_an_unknown_licence_is_seen() => IsAllowed("AGPL-3.0-only").Should().BeFalse();

    private static bool IsAllowed(string licence) =>
        licence.Split(" OR ").Any(Allowed.Contains) || Reviewed.Contains(licence);

    private static IEnumerable<(string Package, string Licence)> Packages()
    {
        foreach (
            var assets in Directory.EnumerateFiles(
                RouteTests.Root(AppContext.BaseDirectory),
                "project.assets.json",
                SearchOption.AllDirectories
            )
        )
        {
            using var json = JsonDocument.Parse(File.ReadAllText(assets));
            var folders = json
                .RootElement.GetProperty("packageFolders")
                .EnumerateObject()
                .Select(x => x.Name)
                .ToArray();
            foreach (
                var library in json
                    .RootElement.GetProperty("libraries")
                    .EnumerateObject()
                    .Where(x => x.Value.GetProperty("type").GetString() == "package")
            )
                yield return (library.Name, Licence(folders, library.Value.GetProperty("path").GetString()!));
        }
    }

    private static string Licence(string[] folders, string path)
    {
        var nuspec = folders
            .Select(x => Path.Combine(x, path))
            .Where(Directory.Exists)
            .SelectMany(x => Directory.EnumerateFiles(x, "*.nuspec"))
            .First();
        var metadata = XDocument.Load(nuspec).Descendants().First(x => x.Name.LocalName == "metadata");
        string? Element(string name) => metadata.Elements().FirstOrDefault(x => x.Name.LocalName == name)?.Value;
        return Element("license") ?? Element("licenseUrl") ?? "none";
    }
}
