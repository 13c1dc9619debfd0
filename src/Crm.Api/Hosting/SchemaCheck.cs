using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>Outside Development nothing creates tables but <c>db-apply</c>. Asked before the host starts: afterwards the
/// same lack shows as a stack trace of whichever background worker comes first.</summary>
public static class SchemaCheck
{
    // One table of each store: Marten's events and Wolverine's inbox.
    private static readonly string[] Tables = ["crm_events.mt_events", "wolverine.wolverine_incoming_envelopes"];

    /// <summary>Throws a <see cref="StartupException"/> that names the first missing table.</summary>
    public static async Task Stands(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            "select t from unnest($1) with ordinality as x(t, n) where to_regclass(t) is null order by n limit 1",
            connection
        );
        command.Parameters.Add(new() { Value = Tables });
        if (await command.ExecuteScalarAsync(ct) is string table)
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
