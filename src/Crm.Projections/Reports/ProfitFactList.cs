using Crm.Projections.ReadModels;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>A row of the gross profit report: a line of a shipment or a return, a write-off, or a reversal of one.</summary>
/// <param name="Sort">Stored name of the event.</param>
/// <param name="Number">Number of the document; null for returns from before they had numbers.</param>
public sealed record ProfitFactRow(
    string Sort,
    Guid Deal,
    string DealNumber,
    Guid Document,
    string? Number,
    Guid? Line,
    Guid? Product,
    string? Name,
    decimal Quantity,
    Currency Currency
)
{
    public required decimal Revenue { get; init; }
    public required decimal Discount { get; init; }
    public required decimal ListDiscount { get; init; }
    public required decimal Cost { get; init; }
    public required bool CostUnknown { get; init; }
    public required decimal WrittenOff { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Version of its event in the deal's stream; null when the event is not found.</summary>
    public long? Version { get; init; }
    public long? Sequence { get; init; }
}

/// <summary>The rows behind a number of the gross profit report, with their events.</summary>
public sealed class ProfitFactList : ListQuery
{
    private static readonly string Rows =
        $"{StoreFormat.Schema}.{GrossProfit.Stored.Table} r join {StoreTables.Deals} d on d.id = r.deal left join lateral ("
        + $"select e.type, e.version, e.{StoreColumns.Sequence}, e.data->>'number' as number "
        + $"from {StoreTables.Events} e where e.{StoreColumns.Stream} = r.deal and "
        + "e.type = r.sort and e.data->>(case when r.sort like 'shipment%' then 'shipment' when r.sort like 'return%' then 'return' "
        + "else 'writeOff' end) = r.document::text"
        + ") e on true";

    private const string Selected =
        "r.sort, r.deal, d.number, r.document, "
        + "e.number, r.line, r.product, r.name, r.quantity, r.currency, r.revenue, r.discount, "
        + $"r.list_discount, r.cost, r.cost_unknown, r.written_off, r.at, e.version, e.{StoreColumns.Sequence}";

    public ProfitFactList(DrillDown behind)
        : base(Rows, Selected, "r.line")
    {
        foreach (var parameter in behind.Parameters)
            Parameter(parameter);
        Where(behind.Sql);
    }

    public static IReadOnlyList<SortColumn> InOrder { get; } =
    [new("happenedAt", "r.at", "timestamptz", false), new("document", "r.document", "uuid", false)];

    public static ProfitFactRow Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetGuid(1),
            row.GetString(2),
            row.GetGuid(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : row.GetGuid(5),
            row.IsDBNull(6) ? null : row.GetGuid(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            row.GetDecimal(8),
            new Currency(row.GetString(9))
        )
        {
            Revenue = row.GetDecimal(10),
            Discount = row.GetDecimal(11),
            ListDiscount = row.GetDecimal(12),
            Cost = row.GetDecimal(13),
            CostUnknown = row.GetBoolean(14),
            WrittenOff = row.GetDecimal(15),
            At = row.GetFieldValue<DateTimeOffset>(16).ToUniversalTime(),
            Version = row.IsDBNull(17) ? null : row.GetInt64(17),
            Sequence = row.IsDBNull(18) ? null : row.GetInt64(18),
        };
}
