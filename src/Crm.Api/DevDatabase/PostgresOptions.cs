namespace Crm.Api.DevDatabase;

/// <summary>What a private PostgreSQL shall be like.</summary>
public sealed record PostgresOptions
{
    /// <summary>The data folder, e.g. <c>.crm/pg</c>. Lock files and the password stand beside it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Made when missing.</summary>
    public string DatabaseName { get; init; } = "crm";

    /// <summary>Server settings on top of PostgreSQL's defaults; tests pass <c>fsync=off</c>. Plain words and numbers only:
    /// they travel through pg_ctl's shell.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    internal PostgresSearch Search { get; init; } = PostgresSearch.ThisMachine;
}
