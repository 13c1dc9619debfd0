using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>
/// One row for every stage task and every assignment, so that the inbox is one list (ADR 95). Written in the transaction of the events,
/// from the document that they change; what a row shows of its deal is read with the page.
/// </summary>
internal static class TaskTable
{
    public const string Qualified = $"{StoreFormat.Schema}.{TableName}";
    private const string TableName = "task_row";

    /// <summary>Columns of the key first; the others are replaced when a row is written again.</summary>
    private static readonly (string Name, string Type)[] Columns =
    [
        ("id", "uuid"),
        ("type", "text"),
        ("deal_id", "uuid"),
        ("client_id", "uuid"),
        ("title", "text"),
        ("code", "text"),
        ("kind", "text"),
        ("kind_version", "integer"),
        ("stage", "text"),
        ("status", "text"),
        ("is_open", "boolean"),
        ("importance", "integer"),
        ("assignee_id", "uuid"),
        ("role", "text"),
        ("owner_id", "uuid"),
        ("reviewer_id", "uuid"),
        ("due_at", "timestamptz"),
        ("first_due_at", "timestamptz"),
        ("postponed", "integer"),
        ("next_due_at", "timestamptz"),
        ("raised_at", "timestamptz"),
        ("closed_at", "timestamptz"),
    ];

    private static readonly string[] Required =
    [
        "type",
        "status",
        "is_open",
        "importance",
        "due_at",
        "postponed",
        "raised_at",
    ];

    private static readonly string Changed = string.Join(", ", Columns.Skip(1).Select(column => column.Name));

    /// <summary>Writes what a query selects in the order of the columns; rows that stay as they are, are not written.</summary>
    public static string Upsert(string select) =>
        $"insert into {Qualified} as t (id, {Changed}) {select} on conflict (id) do update set ({Changed}) = "
        + $"({string.Join(", ", Columns.Skip(1).Select(column => "excluded." + column.Name))}) where "
        + $"({string.Join(", ", Columns.Skip(1).Select(column => "t." + column.Name))}) is distinct from "
        + $"({string.Join(", ", Columns.Skip(1).Select(column => "excluded." + column.Name))})";

    public static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, TableName, SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("id", "uuid").AsPrimaryKey();
        foreach (var (name, type) in Columns.Skip(1))
        {
            var column = table.AddColumn(name, type);
            if (Required.Contains(name))
                column.NotNull();
        }

        // The first page of an inbox is read in the order of one of these.
        Index(table, "task_row_assignee", null, "assignee_id", "is_open", "due_at", "id");
        Index(table, "task_row_owner", null, "owner_id", "is_open", "due_at", "id");
        Index(table, "task_row_due", null, "is_open", "due_at", "id");
        Index(table, "task_row_reviewer", "(reviewer_id IS NOT NULL)", "reviewer_id", "is_open", "due_at", "id");
        Index(table, "task_row_role", "(role IS NOT NULL)", "role", "is_open", "due_at", "id");
        Index(table, "task_row_deal", null, "deal_id");
        Index(table, "task_row_client", "(client_id IS NOT NULL)", "client_id");
        Index(table, "task_row_next_due", "(next_due_at IS NOT NULL)", "next_due_at");
        return table;
    }

    private static void Index(Table table, string name, string? predicate, params string[] columns) =>
        table.Indexes.Add(new IndexDefinition(name) { Columns = columns, Predicate = predicate });
}
