namespace Crm.Api.Configuration;

/// <summary>Where one machine's development keeps its things: <c>CRM_HOME</c>, by default <c>.crm</c> in the working folder.</summary>
/// <param name="Path">Absolute path; it need not exist yet.</param>
public sealed record HomeFolder(string Path)
{
    /// <summary>The private PostgreSQL's data.</summary>
    public string Postgres => System.IO.Path.Combine(Path, "pg");

    /// <summary>The development key.</summary>
    public string DevKey => System.IO.Path.Combine(Path, "dev-key");

    /// <summary>Where e-mails are put while there is no mail server.</summary>
    public string Mail => System.IO.Path.Combine(Path, "mail");

    /// <summary>Reads <c>CRM_HOME</c>.</summary>
    public static HomeFolder From(IConfiguration configuration) =>
        new(System.IO.Path.GetFullPath(configuration["CRM_HOME"] is { Length: > 0 } given ? given : ".crm"));
}
