using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Reminders;
using Npgsql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels;

/// <summary>
/// Compares the columns that our SQL writes with those of the database: a mismatch would otherwise fail with the first
/// command. Additional optional columns are accepted, since a newer build may have added them.
/// </summary>
public static class WrittenColumns
{
    private const string Sql = """
        select table_schema || '.' || table_name, column_name, udt_name,
            is_nullable = 'NO' and column_default is null and is_generated = 'NEVER' and is_identity = 'NO'
        from information_schema.columns where table_schema || '.' || table_name = any($1)
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
        (StoreTables.Reminders, [.. Document("uuid", "int8"), .. ReminderDocument.Written]),
        (StoreTables.IdempotentAnswers, [.. Document("varchar", "uuid"), ("at", "timestamptz")]),
        (StoreTables.CreationDigests, [.. Document("uuid", "uuid")]),
        .. OwnTables
            .Make()
            .Append(new StoreVersionTable())
            .Select(table => (table.Identifier.QualifiedName, table.Columns.Select(Written).ToArray())),
    ];

    /// <summary>The tables whose columns are compared.</summary>
    public static IReadOnlyList<string> TableNames { get; } = [.. Tables.Select(table => table.Table)];

    /// <summary>The first mismatch as one line; null when everything matches.</summary>
    public static async Task<string?> FindDifference(NpgsqlDataSource database, CancellationToken ct)
    {
        var found = await Read(database, ct);
        foreach (var (table, written) in Tables)
            if (Difference(found[table], written) is { } difference)
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

    /// <summary>The columns of each table; none of a table that does not exist.</summary>
    private static async Task<Dictionary<string, Dictionary<string, (string Type, bool MustBeGiven)>>> Read(
        NpgsqlDataSource database,
        CancellationToken ct
    )
    {
        var found = TableNames.ToDictionary(table => table, _ => new Dictionary<string, (string, bool)>());
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(TableNames.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found[reader.GetString(0)][reader.GetString(1)] = (reader.GetString(2), reader.GetBoolean(3));
        return found;
    }

    /// <summary>The column's type as the catalogue of PostgreSQL names it.</summary>
    private static (string Name, string Type) Written(TableColumn column) =>
        (
            column.Name,
            column.Type switch
            {
                "integer" or "int" => "int4",
                "bigint" => "int8",
                "boolean" => "bool",
                "timestamp with time zone" => "timestamptz",
                "character varying" => "varchar",
                var type => type,
            }
        );

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
