using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>Checks whether the schema was applied.</summary>
public static class MissingTables
{
    /// <summary>The first missing table: the event tables first, then the others; null when all exist.</summary>
    public static async Task<string?> First(string connectionString, IEnumerable<string> others, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            "select t from unnest($1) with ordinality as x(t, n) where to_regclass(t) is null order by n limit 1",
            connection
        );
        command.Parameters.Add(new() { Value = others.Prepend(StoreTables.Events).ToArray() });
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
