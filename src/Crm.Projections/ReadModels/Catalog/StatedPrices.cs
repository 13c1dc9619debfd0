using Crm.Domain.Catalog;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Prices of one product in a list, read under the lock of the list.</summary>
public sealed class StatedPrices(Guid list, ProductId product) : LockedRead
{
    private const string Sql =
        $"select distinct on (p.valid_from) p.valid_from, p.price from {ListPrices.Qualified} p "
        + "where p.list = $1 and p.product = $2 order by p.valid_from, p.n desc";

    private readonly List<ListPrice> prices = [];

    public PriceBook Book => new(prices);

    protected override NpgsqlBatchCommand Command =>
        new(Sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = list },
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = product.Value },
            },
        };

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
            prices.Add(new(product, reader.GetFieldValue<DateOnly>(0), reader.GetDecimal(1)));
    }
}
