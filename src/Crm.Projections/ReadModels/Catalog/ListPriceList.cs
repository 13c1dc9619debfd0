using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Deals;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>A price as a list of prices shows it.</summary>
public sealed record ListedPrice(Guid Product, string? Code, string Name, decimal Price, DateOnly ValidFrom);

/// <summary>
/// The prices of a price list. Of a day the last that was recorded counts, of a product the last day that is not after the one asked for.
/// </summary>
public sealed class ListPriceList : ListQuery
{
    private const string Stated =
        $"select distinct on (p.product, p.valid_from) p.product, p.valid_from, p.price from {ListPrices.Qualified} p "
        + "where p.list = $1 and p.recorded_at <= $2 and p.valid_from <= $3 order by p.product, p.valid_from, p.n desc";

    private const string StatedOnDay =
        $"select distinct on (s.product) s.* from ({Stated}) s order by s.product, s.valid_from desc";

    /// <param name="on">The prices that hold on a day; null: those of all days.</param>
    /// <param name="knownAt">As they were recorded by then; null: as they are.</param>
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

    /// <summary>A word of the product's code or name begins so.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));
}
