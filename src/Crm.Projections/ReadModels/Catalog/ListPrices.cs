using Crm.Domain.Catalog;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>
/// Every price ever set, written in the transaction of its event. For a product and day the highest <c>n</c> counts;
/// lower ones are earlier knowledge, so that a list can be read as of a past recording time.
/// </summary>
public sealed class ListPrices : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.list_price";

    public ListPrices()
    {
        Name = "list-prices";
        IncludeType<ListPricesSet>();
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var e in events)
            if (e.Data is ListPricesSet f)
                operations.QueueSqlCommand(
                    $"insert into {Qualified} (list, product, valid_from, n, price, recorded_at) select ?, x.product, x.day, "
                        + $"1 + coalesce((select max(p.n) from {Qualified} p where p.list = ? and "
                        + "p.product = x.product and p.valid_from = x.day), 0), x.price, ? "
                        + "from unnest(?::uuid[], ?::date[], ?::numeric[]) as x(product, day, price)",
                    e.StreamId,
                    e.StreamId,
                    e.Timestamp,
                    f.Prices.Select(x => x.Product.Value).ToArray(),
                    f.Prices.Select(x => x.ValidFrom).ToArray(),
                    f.Prices.Select(x => x.Price).ToArray()
                );
        return Task.CompletedTask;
    }

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "list_price", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("list").AsPrimaryKey();
        table.AddColumn<Guid>("product").AsPrimaryKey();
        table.AddColumn("valid_from", "date").AsPrimaryKey();
        table.AddColumn<int>("n").AsPrimaryKey();
        table.AddColumn("price", "numeric").NotNull();
        table.AddColumn<DateTimeOffset>("recorded_at").NotNull();
        return table;
    }
}
