using Crm.Api.Paging;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>A line of a shipment or a return, a write-off, or the reversal of one: the entries that gross profit adds up.</summary>
/// <param name="Type">
/// Stored name of the event: <c>shipment_made</c>, <c>return_accepted</c>, <c>debt_written_off</c>, or the reversal of one:
/// <c>shipment_reversed</c>, <c>return_reversed</c>, <c>write_off_reversed</c>.
/// </param>
/// <param name="DealNumber">Number of the deal.</param>
/// <param name="DocumentId">Id of the shipment, return or write-off.</param>
/// <param name="Number">Number of the document; null for returns accepted before they had numbers.</param>
/// <param name="LineId">Id of the order line; null for a write-off.</param>
/// <param name="Name">Name of the product or service on the line; null for a write-off.</param>
/// <param name="Quantity">Quantity; negative for a return, and for a reversed shipment.</param>
/// <param name="Revenue">Revenue (выручка) without VAT, after discounts; negative for a return, as are the other sums.</param>
/// <param name="Discounts">Total discounts without VAT, manual and by price list.</param>
/// <param name="ManualDiscounts">Manual discounts (ручные скидки) without VAT.</param>
/// <param name="PriceListDiscounts">Discounts by price lists without VAT; negative for surcharges.</param>
/// <param name="Cost">Cost (себестоимость) without VAT; null when unknown. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="GrossProfit">
/// Gross profit (валовая прибыль): revenue less cost; null when the cost is unknown. Visible only with the permission <c>cost.see</c>.
/// </param>
/// <param name="CostUnknown"><c>true</c> when no cost is known: the line counts in the revenue alone.</param>
/// <param name="WrittenOff">
/// Debt written off, with VAT, not part of revenue: positive for a debt of the client, negative for a debt to the client.
/// </param>
/// <param name="Version">Position of the event among the events of the deal, from 1; null when unknown.</param>
/// <param name="Sequence">Position of the event in the sequence of all events of the system; null when unknown.</param>
/// <param name="History">Address of the history of the document.</param>
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
    [property: Cost] Money? Cost,
    [property: Cost] Money? GrossProfit,
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
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/reports/gross-profit/facts", Get)
            .Operation(
                new("listProfitFacts")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Reports",
                    Summary = "List entries behind gross profit",
                    Description =
                        "Shipment lines, return lines and write-offs that add up to a row, as they were "
                        + "recorded. Without `by`, those that add up to the total.",
                    Query =
                    [
                        .. GrossProfitEndpoint.Parameters,
                        .. Param.Page,
                        Param.Count,
                        new(
                            "key",
                            "string",
                            "Key of the row, as the report returns it; the row without a key when omitted."
                        ),
                    ],
                    Refusals = ["parameter.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ProfitFactAnswer>()
            .ReadsRowsOf("gross-profit");

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
        return await new PageOf(new ProfitFactList(behind)).Answer(
            http,
            database,
            cursors,
            ProfitFactList.InOrder,
            row => Answer(ProfitFactList.Read(row))
        );
    }

    private static ProfitFactAnswer Answer(ProfitFactRow row)
    {
        var (deal, document, currency) = (row.Deal, row.Document, row.Currency);
        // A write-off has no line; its row names the document in its place.
        var off = row.Line == row.Document;
        return new ProfitFactAnswer(
            row.Sort,
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
            row.CostUnknown || off ? null : new(row.Cost, currency),
            row.CostUnknown || off ? null : new(row.Revenue - row.Cost, currency),
            row.CostUnknown,
            new(row.WrittenOff, currency),
            row.At,
            row.Version,
            row.Sequence,
            $"/api/v1/deals/{deal}/history?about={document}"
        );
    }
}
