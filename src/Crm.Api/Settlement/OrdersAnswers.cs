using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.Settlement;

/// <summary>An order (заказ клиента) and the progress of its lines.</summary>
/// <param name="ProposalId">Id of the proposal that the order was placed from; null for an order without one.</param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of the lines include VAT.</param>
/// <param name="Amount">Total without VAT.</param>
/// <param name="Vat">VAT (НДС) of the order.</param>
/// <param name="Total">Total with VAT.</param>
/// <param name="Invoices">Invoices for the order, cancelled ones excluded.</param>
/// <param name="Shipments">Shipments of the order.</param>
/// <param name="Discount">Discount on the whole order; null without one.</param>
public sealed record OrderAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Guid? ProposalId,
    bool PriceIncludesVat,
    IReadOnlyList<OrderLineAnswer> Lines,
    Money Amount,
    Money Vat,
    Money Total,
    IReadOnlyList<DocumentRef> Invoices,
    IReadOnlyList<DocumentRef> Shipments,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    DiscountAnswer? Discount
)
{
    public static OrderAnswer Of(PartOf<OrderPlaced> x)
    {
        var order = x.Deal.Ledger.Orders[x.Fact.Order];
        Money Sum(Func<PricedLine, decimal> of) => new(x.Fact.Lines.Sum(of), x.Fact.Currency);
        return new OrderAnswer(
            x.Fact.Order.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Proposal?.Value,
            x.Fact.PriceIncludesVat,
            [.. x.Fact.Lines.Select(l => OrderLineAnswer.Of(l, order.Lines[l.Line], x.Fact.Currency))],
            Sum(l => l.Net),
            Sum(l => l.Vat),
            Sum(l => l.Total),
            DocumentRef.Of(
                x.Deal.Ledger.Invoices.Values.Where(i => i.Order == order.Id && !i.Cancelled),
                i => i.Id.Value,
                i => i.Number
            ),
            DocumentRef.Of(
                x.Deal.Ledger.Shipments.Values.Where(s => s.Order == order.Id),
                s => s.Id.Value,
                s => s.Number
            ),
            x.Fact.HappenedAt,
            x.RecordedAt,
            DiscountAnswer.Of(x.Fact.Discount, x.Fact.Lines, x.Fact.Currency)
        );
    }
}

/// <summary>A line of an order and its progress.</summary>
/// <param name="ProductId">Id of the product; null for a line without one.</param>
/// <param name="Name">Name of the product or service.</param>
/// <param name="Price">Price per unit, with or without VAT as priceIncludesVat of the order says.</param>
/// <param name="Amount">Sum of the whole line without VAT, after all discounts.</param>
/// <param name="Vat">VAT (НДС) of the whole line.</param>
/// <param name="Total">Sum of the whole line with VAT.</param>
/// <param name="Cancelled">Cancelled quantity.</param>
/// <param name="Invoiced">Invoiced quantity.</param>
/// <param name="Shipped">Shipped quantity; returns are not deducted.</param>
/// <param name="Returned">Quantity that the client returned.</param>
/// <param name="Rest">Quantity neither cancelled nor shipped.</param>
/// <param name="DiscountSum">Discount on the line in money as it was given; null when none was.</param>
/// <param name="DocumentDiscount">Share of the document's discount, with or without VAT like the price; null without one.</param>
/// <param name="Discount">
/// Manual discount in total, without VAT: percentage, sum, share of the document's discount, and a price entered below the base
/// price.
/// </param>
/// <param name="BasePrice">
/// Base price per unit from the catalogue; null without a product, or when the product has none in this currency.
/// </param>
/// <param name="PriceList">Code of the price list that the price comes from; null for the base price or an entered price.</param>
/// <param name="ListDiscount">
/// What the price list deducts from the base price, without VAT; negative for a surcharge, null when not known.
/// </param>
/// <param name="LeadTimeDays">Lead time (срок поставки) of the line: days from order to delivery; null when none is stated.</param>
public sealed record OrderLineAnswer(
    Guid LineId,
    Guid? ProductId,
    string Name,
    decimal Quantity,
    string? Unit,
    Money Price,
    decimal DiscountPercent,
    decimal? VatRate,
    Money Amount,
    Money Vat,
    Money Total,
    decimal Cancelled,
    decimal Invoiced,
    decimal Shipped,
    decimal Returned,
    decimal Rest,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields,
    Money? DiscountSum,
    Money? DocumentDiscount,
    Money Discount,
    Money? BasePrice,
    string? PriceList,
    Money? ListDiscount,
    int? LeadTimeDays
)
{
    public static OrderLineAnswer Of(PricedLine x, OrderLine now, Currency currency) =>
        new(
            x.Line.Value,
            x.Product?.Value,
            x.Name,
            x.Quantity,
            x.Unit,
            new(x.Price, currency),
            x.DiscountPercent,
            x.VatRate,
            new(x.Net, currency),
            new(x.Vat, currency),
            new(x.Total, currency),
            now.Cancelled,
            now.Invoiced.Quantity,
            now.Shipped.Quantity,
            now.Returned.Quantity,
            now.Rest,
            FieldJson.Of(x.CustomFields),
            LineAnswer.Sum(x.DiscountSum, currency),
            LineAnswer.Sum(x.DocumentDiscount, currency),
            new(x.Discount, currency),
            LineAnswer.Sum(x.BasePrice, currency),
            x.PriceList,
            LineAnswer.Sum(x.ListDiscount, currency),
            x.LeadTimeDays
        );
}
