using Crm.Api.Deals;
using Crm.Api.Settings;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>A line of a shipment or a return, or a write-off: what gross profit is the sum of.</summary>
/// <param name="Type">Stored name of the fact: shipment_made, return_accepted or debt_written_off.</param>
/// <param name="DocumentId">Of the shipment, the return or the write-off.</param>
/// <param name="Number">The document's; null for returns accepted before they had numbers.</param>
/// <param name="LineId">Null for a write-off.</param>
/// <param name="Quantity">Negative when it came back.</param>
/// <param name="Revenue">Without VAT; negative when it came back, and so all the other sums.</param>
/// <param name="CostUnknown">No cost is known; it counts as 0.</param>
/// <param name="WrittenOff">With VAT, and no revenue: positive for what we forgave.</param>
/// <param name="Version">Place of the fact in the deal's own stream, from 1.</param>
/// <param name="Sequence">Position in the sequence of all facts.</param>
/// <param name="History">The history of the document on its deal.</param>
public sealed record ProfitFactAnswer(
    string Type,
    Guid DealId,
    string DealNumber,
    Guid DocumentId,
    string? Number,
    Guid? LineId,
    Guid? ProductId,
    string? Name,
    decimal Quantity,
    Money Revenue,
    Money Discounts,
    Money ManualDiscounts,
    Money PriceListDiscounts,
    [property: Cost] Money Cost,
    [property: Cost] Money GrossProfit,
    [property: Cost] bool CostUnknown,
    Money WrittenOff,
    DateTimeOffset HappenedAt,
    long? Version,
    long? Sequence,
    string History
);

/// <summary>GET /reports/gross-profit/facts.</summary>
public static class ProfitFactsEndpoint
{
    private const string Table =
        $"{CrmStore.Schema}.{GrossProfit.TableName} r join crm.mt_doc_deal d on d.id = r.deal left join lateral ("
        + "select e.type, e.version, e.seq_id, e.data->>'number' as number from crm_events.mt_events e where e.stream_id = r.deal and "
        + "(e.type = 'shipment_made' and e.data->>'shipment' = r.document::text or e.type = 'return_accepted' and e.data->>'return' = r.document::text or e.type = 'debt_written_off' and e.data->>'writeOff' = r.document::text)"
        + ") e on true";

    private const string Columns =
        "coalesce(r.sort, case when r.quantity < 0 then 'return' else 'shipment' end), r.deal, d.number, r.document, e.number, r.line, r.product, r.name, r.quantity, r.currency, r.revenue, r.discount, coalesce(r.list_discount, 0), r.cost, r.cost_unknown, "
        + "coalesce(r.written_off, 0), r.at, e.version, e.seq_id";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/reports/gross-profit/facts", Get)
            .Operation(
                "listProfitFacts",
                Permissions.ReportsRead,
                "Reports",
                "List facts behind gross profit",
                "The lines of shipments and returns, and the write-offs, behind a row, as they happened; they sum to it. By nothing: behind the total.",
                query:
                [
                    .. GrossProfitEndpoint.Parameters,
                    .. Param.Page,
                    Param.Count,
                    new("key", "string", "Key of the row; absent: the row without a key."),
                ],
                refuses: ["parameter.invalid", "cursor.invalid"]
            )
            .Answers<Listed<ProfitFactAnswer>>()
            .ReadsProjection("gross-profit");

    private static async Task<IResult> Get(
        HttpContext http,
        KindBook kinds,
        ReportFilters filters,
        Company company,
        NpgsqlDataSource database,
        CursorSeal cursors
    )
    {
        var zone = ReportInput.TimeZone(http, company);
        var by = Query.Text(http, "by") is null ? null : GrossProfitEndpoint.By(http);
        if (by is null && Query.Text(http, "key") is not null)
            throw Query.Invalid("by", "what key is a key of");
        var behind = GrossProfitQuery.Facts(
            await filters.Of(http, ReportInput.KindOf(http, kinds, absent: null)),
            ReportInput.PeriodOf(http, zone),
            by,
            Query.Text(http, "key"),
            zone
        );
        var page = new PageOf(Table, Columns, "r.line");
        foreach (var parameter in behind.Parameters)
            page.Parameter(parameter);
        page.Where(behind.Sql);
        var (items, next, total) = await page.Read(
            http,
            database,
            cursors,
            [new("happenedAt", "r.at", "timestamptz", false), new("document", "r.document", "uuid", false)],
            PageOf.Scope(http),
            Read,
            http.RequestAborted
        );
        return Pages.Of(http, new Listed<ProfitFactAnswer>(items, next) { Total = total });
    }

    private static ProfitFactAnswer Read(NpgsqlDataReader row)
    {
        var (sort, deal, document, currency) = (
            row.GetString(0),
            row.GetGuid(1),
            row.GetGuid(3),
            new Currency(row.GetString(9))
        );
        var (revenue, byHand, byList, cost) = (
            row.GetDecimal(10),
            row.GetDecimal(11),
            row.GetDecimal(12),
            row.GetDecimal(13)
        );
        var off = sort == "write_off";
        return new ProfitFactAnswer(
            off ? "debt_written_off"
                : sort == "return" ? "return_accepted"
                : "shipment_made",
            deal,
            row.GetString(2),
            document,
            row.IsDBNull(4) ? null : row.GetString(4),
            off ? null : row.GetGuid(5),
            row.IsDBNull(6) ? null : row.GetGuid(6),
            off ? null : row.GetString(7),
            row.GetDecimal(8),
            new(revenue, currency),
            new(byHand + byList, currency),
            new(byHand, currency),
            new(byList, currency),
            new(cost, currency),
            new(revenue - cost, currency),
            row.GetBoolean(14),
            new(row.GetDecimal(15), currency),
            row.GetFieldValue<DateTimeOffset>(16).ToUniversalTime(),
            row.IsDBNull(17) ? null : row.GetInt64(17),
            row.IsDBNull(18) ? null : row.GetInt64(18),
            $"/api/v1/deals/{deal}/history?about={document}"
        );
    }
}
