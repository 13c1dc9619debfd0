using System.Globalization;

namespace Crm.Api.DevDatabase;

/// <summary>Possible locations of PostgreSQL's programs on a machine, in order of preference.</summary>
/// <param name="Given"><c>CRM_PG_BIN</c>: when set, no other folder is considered.</param>
/// <param name="SearchPath">The PATH.</param>
/// <param name="Root">Root of the file system; tests pass another folder.</param>
/// <param name="NpmFolder">The folder with the lock file of the npm distribution; null when there is none.</param>
internal sealed record PostgresSearch(string? Given, string SearchPath, string Root, string? NpmFolder)
{
    private static readonly string[] Homebrew = ["opt/homebrew/opt", "usr/local/opt", "home/linuxbrew/.linuxbrew/opt"];

    internal static PostgresSearch ThisMachine =>
        new(
            Environment.GetEnvironmentVariable("CRM_PG_BIN") is { Length: > 0 } given ? Path.GetFullPath(given) : null,
            Environment.GetEnvironmentVariable("PATH") ?? "",
            Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
            PostgresFromNpm.Folder()
        );

    /// <summary>
    /// Folders that contain the three programs. Whether these run and are new enough is checked later, one by one.
    /// </summary>
    internal IEnumerable<string> Installed() =>
        OnPath()
            .Concat(Newest("usr/lib/postgresql", "*")) // Debian, Ubuntu
            .Concat(Homebrew.SelectMany(opt => Newest(opt, "postgresql@*")))
            .Concat(Newest("Program Files/PostgreSQL", "*")) // Windows
            .Where(IsComplete)
            .Distinct(StringComparer.Ordinal);

    internal static bool IsComplete(string bin) =>
        PostgresBinaries.Programs.All(p => File.Exists(PostgresBinaries.Program(bin, p)));

    // A link on the PATH is resolved to the real folder, where initdb finds its libraries and templates.
    private IEnumerable<string> OnPath() =>
        from folder in SearchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let program = new FileInfo(PostgresBinaries.Program(folder, "pg_ctl"))
        where program.Exists
        select (program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName into real
        select Path.GetDirectoryName(real)!;

    private IEnumerable<string> Newest(string parent, string pattern)
    {
        var folder = Path.Combine(Root, parent);
        return Directory.Exists(folder)
            ? Directory
                .GetDirectories(folder, pattern)
                .OrderByDescending(d =>
                    int.TryParse(Path.GetFileName(d).Split('@')[^1], CultureInfo.InvariantCulture, out var major)
                        ? major
                        : 0
                )
                .Select(d => Path.Combine(d, "bin"))
            : [];
    }
}
