namespace Crm.Api.DevDatabase;

/// <summary>Options of a private PostgreSQL.</summary>
public sealed record PostgresOptions
{
    /// <summary>The data folder, e.g. <c>.crm/pg</c>. Lock files and the password are stored next to it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Created when missing.</summary>
    public string DatabaseName { get; init; } = "crm";

    /// <summary>
    /// Server settings in addition to PostgreSQL's defaults; tests pass <c>fsync=off</c>. Plain words and numbers only,
    /// because pg_ctl passes them through a shell.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    internal PostgresSearch Search { get; init; } = PostgresSearch.ThisMachine;
}
