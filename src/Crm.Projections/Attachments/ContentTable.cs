using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Attachments;

/// <summary>
/// Bytes of files under the SHA-256 of themselves: equal bytes once, whatever they are called and wherever they are attached.
/// Written in the transaction of the fact; never changed.
/// </summary>
public static class ContentTable
{
    public const string Qualified = $"{CrmStore.Schema}.attachment_content";

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(CrmStore.Schema, "attachment_content", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("hash", "text").AsPrimaryKey();
        table.AddColumn("content", "bytea").NotNull();
        return table;
    }
}
