using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>Outside Development nothing creates tables but <c>db-apply</c>. Asked before the host starts: afterwards the
/// same lack shows as a stack trace of whichever background worker comes first.</summary>
public static class SchemaCheck
{
    private const string MessageTable = "wolverine.wolverine_incoming_envelopes";

    /// <summary>Throws a <see cref="StartupException"/> that names the first missing table.</summary>
    public static async Task Stands(string connectionString, CancellationToken ct)
    {
        // One table of each store: events and messages.
        if (await MissingTables.First(connectionString, [MessageTable], ct) is { } table)
            throw new StartupException(Missing($"\"{table}\" does not exist"));
    }

    /// <summary>Throws a <see cref="StartupException"/> when the store has not the columns that this build writes.</summary>
    public static async Task Fits(NpgsqlDataSource database, CancellationToken ct)
    {
        if (await WrittenColumns.FindDifference(database, ct) is { } difference)
            throw new StartupException(
                $"The database does not fit this build ({difference}): run `db-apply` of this build, or start the build that fits."
            );
    }

    internal static string Missing(string what) =>
        $"The database lacks this host's schema ({what}): run `db-apply` first.";
}
