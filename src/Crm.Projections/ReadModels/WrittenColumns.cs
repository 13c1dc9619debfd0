using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>
/// Compares the columns that our SQL writes with those of the database: a mismatch would otherwise fail with the first
/// command. Additional optional columns are accepted, since a newer build may have added them.
/// </summary>
public static class WrittenColumns
{
    private const string Sql = """
        select column_name, udt_name, is_nullable = 'NO' and column_default is null and is_generated = 'NEVER' and is_identity = 'NO'
        from information_schema.columns where table_schema = $1 and table_name = $2
        """;

    private static readonly (string Table, (string Name, string Type)[] Columns)[] Tables =
    [
        (
            StoreTables.Streams,
            [
                ("id", "uuid"),
                ("type", "varchar"),
                ("version", "int8"),
                ("timestamp", "timestamptz"),
                (StoreColumns.Tenant, "varchar"),
            ]
        ),
        (
            StoreTables.Events,
            [
                (StoreColumns.Sequence, "int8"),
                ("id", "uuid"),
                (StoreColumns.Stream, "uuid"),
                ("version", "int8"),
                ("data", "jsonb"),
                ("type", "varchar"),
                (StoreColumns.Tenant, "varchar"),
                ("timestamp", "timestamptz"),
                (StoreColumns.DotNetType, "varchar"),
                (StoreColumns.IsArchived, "bool"),
                (StoreColumns.Causation, "varchar"),
                (StoreColumns.Correlation, "varchar"),
                ("headers", "jsonb"),
                (StoreColumns.User, "varchar"),
            ]
        ),
        (StoreTables.Deals, [.. Document("uuid", "int8"), .. DealRow.Written]),
        (StoreTables.IdempotentAnswers, [.. Document("varchar", "uuid"), ("at", "timestamptz")]),
        (StoreTables.CreationDigests, [.. Document("uuid", "uuid")]),
        (DenialTable.Qualified, DenialTable.Written),
    ];

    /// <summary>The first mismatch as one line; null when everything matches.</summary>
    public static async Task<string?> FindDifference(NpgsqlDataSource database, CancellationToken ct)
    {
        foreach (var (table, written) in Tables)
            if (Difference(await Read(database, table, ct), written) is { } difference)
                return $"{table}: {difference}";
        return null;
    }

    private static string? Difference(
        Dictionary<string, (string Type, bool MustBeGiven)> found,
        (string Name, string Type)[] written
    )
    {
        foreach (var (name, type) in written)
            if (!found.TryGetValue(name, out var column))
                return $"column {name} is missing";
            else if (column.Type != type)
                return $"column {name} is {column.Type}, not {type}";
        return
            found.FirstOrDefault(column => column.Value.MustBeGiven && written.All(one => one.Name != column.Key)).Key
                is { } unknown
            ? $"column {unknown} must be given, and this build does not know it"
            : null;
    }

    private static async Task<Dictionary<string, (string Type, bool MustBeGiven)>> Read(
        NpgsqlDataSource database,
        string table,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(Sql);
        foreach (var name in table.Split('.'))
            command.Parameters.AddWithValue(name);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<string, (string, bool)> columns = [];
        while (await reader.ReadAsync(ct))
            columns[reader.GetString(0)] = (reader.GetString(1), reader.GetBoolean(2));
        return columns;
    }

    /// <summary>Columns of every Marten document.</summary>
    private static (string Name, string Type)[] Document(string id, string version) =>
        [
            ("id", id),
            ("data", "jsonb"),
            (StoreColumns.Version, version),
            (StoreColumns.DotNetType, "varchar"),
            (StoreColumns.LastModified, "timestamptz"),
        ];
}
