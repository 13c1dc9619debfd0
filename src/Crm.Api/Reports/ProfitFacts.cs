using Crm.Api.Paging;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>A line of a shipment or a return, or a write-off: what gross profit is the sum of.</summary>
/// <param name="Type">Stored name of the event: shipment_made, return_accepted or debt_written_off.</param>
/// <param name="DocumentId">Of the shipment, the return or the write-off.</param>
/// <param name="Number">The document's; null for returns accepted before they had numbers.</param>
/// <param name="LineId">Null for a write-off.</param>
/// <param name="Quantity">Negative when it came back.</param>
/// <param name="Revenue">Without VAT; negative when it came back, and so all the other sums.</param>
/// <param name="CostUnknown">No cost is known; it counts as 0.</param>
/// <param name="WrittenOff">With VAT, and no revenue: positive for what we forgave.</param>
/// <param name="Version">Place of the event in the deal's own stream, from 1.</param>
/// <param name="Sequence">Position in the sequence of all events.</param>
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

/// <summary>GET /reports/gross-profit/events.</summary>
public static class ProfitFactsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/reports/gross-profit/facts", Get)
            .Operation(
                new("listProfitFacts")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "List facts behind gross profit",
                    Description =
                        "The lines of shipments and returns, and the write-offs, behind a row, "
                        + "as they happened; they sum to it. By nothing: behind the total.",
                    Query =
                    [
                        .. GrossProfitEndpoint.Parameters,
                        .. Param.Page,
                        Param.Count,
                        new("key", "string", "Key of the row; absent: the row without a key."),
                    ],
                    Refusals = ["parameter.invalid", "cursor.invalid"],
                }
            )
            .Answers<Listed<ProfitFactAnswer>>()
            .ReadsProjection("gross-profit");

    private static async Task<IResult> Get(
        HttpContext http,
        KindRegistry kinds,
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
        var (items, next, total) = await new PageOf(new ProfitFactList(behind)).Read(
            http,
            database,
            cursors,
            ProfitFactList.InOrder,
            PageOf.Scope(http),
            row => Answer(ProfitFactList.Read(row)),
            http.RequestAborted
        );
        return Pages.Of(http, new Listed<ProfitFactAnswer>(items, next) { Total = total });
    }

    private static ProfitFactAnswer Answer(ProfitFactRow row)
    {
        var (deal, document, currency) = (row.Deal, row.Document, row.Currency);
        var off = row.Sort == "write_off";
        return new ProfitFactAnswer(
            off ? "debt_written_off"
                : row.Sort == "return" ? "return_accepted"
                : "shipment_made",
            deal,
            row.DealNumber,
            document,
            row.Number,
            off ? null : row.Line,
            row.Product,
            off ? null : row.Name,
            row.Quantity,
            new(row.Revenue, currency),
            new(row.Discount + row.ListDiscount, currency),
            new(row.Discount, currency),
            new(row.ListDiscount, currency),
            new(row.Cost, currency),
            new(row.Revenue - row.Cost, currency),
            row.CostUnknown,
            new(row.WrittenOff, currency),
            row.At,
            row.Version,
            row.Sequence,
            $"/api/v1/deals/{deal}/history?about={document}"
        );
    }
}
