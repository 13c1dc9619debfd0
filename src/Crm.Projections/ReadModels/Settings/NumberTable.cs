using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Settings;

/// <summary>
/// The last assigned number of each series and year; the year is 0 for a series that does not restart each year.
/// </summary>
public static class NumberTable
{
    public const string Qualified = $"{StoreFormat.Schema}.document_number";

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "document_number", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("series", "text").AsPrimaryKey();
        table.AddColumn<int>("year").AsPrimaryKey();
        table.AddColumn<long>("last").NotNull();
        return table;
    }
}
