using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Printing;

/// <summary>
/// Stored prints of issued documents by language and format. A row is written once by the first print, and every later
/// print returns the same bytes. The bytes are stored under their hash, together with attachments.
/// </summary>
public static class PrintedFileTable
{
    public const string Qualified = $"{StoreFormat.Schema}.printed_file";

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "printed_file", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("document", "uuid").AsPrimaryKey();
        table.AddColumn("language", "text").AsPrimaryKey();
        table.AddColumn("media_type", "text").AsPrimaryKey();
        table.AddColumn("name", "text").NotNull();
        table.AddColumn("hash", "text").NotNull();
        return table;
    }
}
