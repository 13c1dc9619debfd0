using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Deals;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>A row of the prices of a price list.</summary>
public sealed record ListedPrice(Guid Product, string? Code, string Name, decimal Price, DateOnly ValidFrom);

/// <summary>
/// The prices of a price list. For a day the last recorded price counts, for a product the last day on or before the
/// requested one.
/// </summary>
public sealed class ListPriceList : ListQuery
{
    private const string Stated =
        $"select distinct on (p.product, p.valid_from) p.product, p.valid_from, p.price from {ListPrices.Qualified} p "
        + "where p.list = $1 and p.recorded_at <= $2 and p.valid_from <= $3 order by p.product, p.valid_from, p.n desc";

    private const string StatedOnDay =
        $"select distinct on (s.product) s.* from ({Stated}) s order by s.product, s.valid_from desc";

    /// <param name="on">Prices in force on a day; null: prices of all days.</param>
    /// <param name="knownAt">As recorded by this instant; null: current.</param>
    public ListPriceList(Guid id, PriceList list, DateOnly? on, DateTimeOffset? knownAt)
        : base(
            $"({(on is null ? Stated : StatedOnDay)}) r join {StoreTables.Products} d on d.id = r.product",
            "r.product, d.code, d.data->'state'->>'name', r.price, r.valid_from",
            "r.product"
        )
    {
        Parameter(id);
        Parameter(
            new NpgsqlParameter
            {
                Value = (knownAt ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcDateTime,
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            }
        );
        Parameter(on ?? DateOnly.MaxValue);
        if (on < list.ValidFrom)
            Where("false");
    }

    public static SortColumn ByDay { get; } = new("validFrom", "r.valid_from", "date", false);

    public static ListedPrice Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.IsDBNull(1) ? null : row.GetString(1),
            row.GetString(2),
            row.GetDecimal(3),
            row.GetFieldValue<DateOnly>(4)
        );

    public void OfProducts(Guid[] products) => Where($"r.product = any({Parameter(products)})");

    /// <summary>A word of the product's code or name starts with the prefix.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));
}
