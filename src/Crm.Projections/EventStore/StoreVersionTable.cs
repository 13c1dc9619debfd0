using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.EventStore;

/// <summary>
/// One row: the store's number, the lowest that it admits, and the number of the last contracting migration that has run. As a part of
/// every schema that we apply it also sees to it that no table loses a column, index or foreign key that this build does not know: a newer
/// build may have added it, or an older one still write it.
/// </summary>
internal sealed class StoreVersionTable : Table, ISchemaObjectWithPostProcessing
{
    public const string Qualified = $"{StoreFormat.Schema}.store_version";

    public StoreVersionTable()
        : base(new PostgresqlObjectName(StoreFormat.Schema, "store_version", SchemaUtils.IdentifierUsage.General))
    {
        AddColumn<int>("id").AsPrimaryKey();
        AddColumn<int>("number").NotNull();
        AddColumn<int>("lowest").NotNull();
        AddColumn<int>("contracted");
    }

    void ISchemaObjectWithPostProcessing.PostProcess(ISchemaObject[] allObjects)
    {
        PostProcess(allObjects);
        foreach (var table in allObjects.OfType<ITable>())
            table.AddOnlyMigrations = true;
    }
}
