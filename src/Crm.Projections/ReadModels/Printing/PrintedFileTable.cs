using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Printing;

/// <summary>
/// Which bytes an issued document was printed as, in each language and form: a row is written once, by its first print, and every
/// later print is the same bytes. The bytes stand under their hash, beside those of attachments.
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
