using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>
/// Outside Development only <c>db-apply</c> creates tables. Checked before the host starts: later the same error would
/// appear as a stack trace of some background worker.
/// </summary>
public static class SchemaCheck
{
    private const string MessageTable = "wolverine.wolverine_incoming_envelopes";

    /// <summary>Throws a <see cref="StartupException"/> that names the first missing table.</summary>
    public static async Task EnsureApplied(string connectionString, CancellationToken ct)
    {
        // One table of each store: events and messages.
        if (await MissingTables.First(connectionString, [MessageTable], ct) is { } table)
            throw new StartupException(Missing($"\"{table}\" does not exist"));
    }

    /// <summary>
    /// Throws a <see cref="StartupException"/> when the columns that this build writes differ from the database.
    /// </summary>
    public static async Task EnsureColumnsMatch(NpgsqlDataSource database, CancellationToken ct)
    {
        if (await WrittenColumns.FindDifference(database, ct) is { } difference)
            throw new StartupException(
                $"The database does not fit this build ({difference}): run `db-apply` of this build, or start the build that fits."
            );
    }

    internal static string Missing(string what) =>
        $"The database lacks this host's schema ({what}): run `db-apply` first.";
}
