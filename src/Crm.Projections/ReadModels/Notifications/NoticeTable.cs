using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Notifications;

/// <summary>
/// What users are told, one row for each user and event, with whether they have read it. Rows have ids only: texts are read from what
/// they name, so that nothing has to be changed or erased here.
/// </summary>
public static class NoticeTable
{
    public const string Qualified = $"{StoreFormat.Schema}.{Name}";
    private const string Name = "notice";

    internal static Table Make()
    {
        var table = new Table(new PostgresqlObjectName(StoreFormat.Schema, Name, SchemaUtils.IdentifierUsage.General));
        // UUIDv7 of the event's instant: newest first by id.
        table.AddColumn<Guid>("id").AsPrimaryKey();
        table.AddColumn<Guid>("user_id").NotNull();
        table.AddColumn("kind", "text").NotNull();
        table.AddColumn<DateTimeOffset>("at").NotNull();
        table.AddColumn<Guid>("reminder_id");
        table.AddColumn<DateTimeOffset>("read_at");
        table.Indexes.Add(new IndexDefinition("notice_user") { Columns = ["user_id", "id"] });
        table.Indexes.Add(
            new IndexDefinition("notice_unread") { Columns = ["user_id", "id"], Predicate = "(read_at IS NULL)" }
        );
        table.Indexes.Add(
            new IndexDefinition("notice_reminder") { Columns = ["reminder_id"], Predicate = "(read_at IS NULL)" }
        );
        return table;
    }
}
