namespace Crm.Api.Configuration;

/// <summary>
/// Folder for local data in development: <c>CRM_HOME</c>, by default <c>.crm</c> in the working folder.
/// </summary>
/// <param name="Path">Absolute path; it need not exist yet.</param>
public sealed record HomeFolder(string Path)
{
    /// <summary>Data of the private PostgreSQL.</summary>
    public string Postgres => System.IO.Path.Combine(Path, "pg");

    /// <summary>The development key.</summary>
    public string DevKey => System.IO.Path.Combine(Path, "dev-key");

    /// <summary>Folder for e-mails when no mail server is configured.</summary>
    public string Mail => System.IO.Path.Combine(Path, "mail");

    /// <summary>Reads <c>CRM_HOME</c>.</summary>
    public static HomeFolder From(IConfiguration configuration) =>
        new(System.IO.Path.GetFullPath(configuration["CRM_HOME"] is { Length: > 0 } given ? given : ".crm"));
}
