using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Access;

/// <summary>
/// The security log: one row per denial. A table of its own, because a denied request appends no event.
/// </summary>
public static class DenialTable
{
    public const string Name = "security_log";
    public const string Qualified = $"{StoreFormat.Schema}.{Name}";

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
