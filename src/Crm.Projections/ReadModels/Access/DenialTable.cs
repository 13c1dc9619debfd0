using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Access;

/// <summary>
/// The security log. A table of its own, because a denied request appends no event. Denials of the same kind within a
/// minute are a series: its first ones have a row each, all further ones share a row with their count.
/// </summary>
public static class DenialTable
{
    public const string Name = "security_log";
    public const string Qualified = $"{StoreFormat.Schema}.{Name}";

    /// <summary>Number of denials that the row stands for.</summary>
    internal const string Count = "count";

    /// <summary>Identifies the series; null in rows of earlier builds.</summary>
    internal const string Series = "series";

    /// <summary>Position in the series, from 1; <see cref="Rest"/> in the row of all further denials.</summary>
    internal const string Number = "number";

    internal const int Rest = 0;

    /// <summary>Columns that <see cref="Denials"/> writes, with their types in the catalogue.</summary>
    internal static readonly (string Name, string Type)[] Written =
    [
        ("id", "uuid"),
        ("at", "timestamptz"),
        ("status", "int4"),
        ("code", "text"),
        ("missing", "text"),
        ("credential", "text"),
        ("actor", "text"),
        ("operation", "text"),
        ("method", "text"),
        ("path", "text"),
        ("address", "text"),
        ("trace", "text"),
        (Count, "int4"),
        (Series, "uuid"),
        (Number, "int4"),
    ];

    internal static Table Make()
    {
        var table = new Table(new PostgresqlObjectName(StoreFormat.Schema, Name, SchemaUtils.IdentifierUsage.General));
        table.AddColumn<Guid>("id").AsPrimaryKey();
        table.AddColumn<DateTimeOffset>("at").NotNull();
        table.AddColumn<int>("status").NotNull();
        foreach (
            var (name, needed) in new[]
            {
                ("code", true),
                ("missing", false),
                ("credential", false),
                ("actor", false),
                ("operation", false),
                ("method", true),
                ("path", true),
                ("address", false),
                ("trace", true),
            }
        )
        {
            var column = table.AddColumn(name, "text");
            if (needed)
                column.NotNull();
        }

        // Optional or with a default, because hosts of earlier builds still write the other columns only.
        table.AddColumn<int>(Count).NotNull().DefaultValue(1);
        table.AddColumn<Guid>(Series);
        table.AddColumn<int>(Number);
        // Hosts count separately; the index keeps a series within its rows, however many hosts write it.
        table.Indexes.Add(new IndexDefinition($"{Name}_series") { Columns = [Series, Number], IsUnique = true });
        return table;
    }
}

/// <summary>When a key was last used: a plain value, not an event.</summary>
public static class KeyUseTable
{
    public const string Qualified = $"{StoreFormat.Schema}.api_key_use";

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "api_key_use", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("id").AsPrimaryKey();
        table.AddColumn<DateTimeOffset>("at").NotNull();
        return table;
    }
}
