using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Settlement;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.Deals;

/// <summary>A document line with its sums.</summary>
/// <param name="LineId">Id of the line; orders, shipments, invoices and cancellations refer to it.</param>
/// <param name="ProductId">Id of the product; null for a line without one.</param>
/// <param name="Name">Name of the product or service.</param>
/// <param name="Price">Price per unit, with or without VAT as priceIncludesVat of the document says.</param>
/// <param name="Amount">Sum without VAT, after all discounts.</param>
/// <param name="Vat">VAT (НДС) of the line.</param>
/// <param name="Total">Sum with VAT.</param>
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
/// <param name="Alternative"><c>true</c> for an alternative to another line; it is part of no total.</param>
/// <param name="LeadTimeDays">
/// Lead time (срок поставки) of the line: days from order to delivery; null: that of the document.
/// </param>
public sealed record LineAnswer(
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
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields,
    Money? DiscountSum,
    Money? DocumentDiscount,
    Money Discount,
    Money? BasePrice,
    string? PriceList,
    Money? ListDiscount,
    bool Alternative,
    int? LeadTimeDays
)
{
    public static LineAnswer Of(PricedLine x, Currency currency) =>
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
            FieldJson.Of(x.CustomFields),
            Sum(x.DiscountSum, currency),
            Sum(x.DocumentDiscount, currency),
            new(x.Discount, currency),
            Sum(x.BasePrice, currency),
            x.PriceList,
            Sum(x.ListDiscount, currency),
            x.Alternative,
            x.LeadTimeDays
        );

    /// <summary>A line of an invoice: a part of an order line, which has the rest to tell.</summary>
    public static LineAnswer Of(InvoiceLine x, Currency currency) =>
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
            FieldJson.Of((FieldList?)null),
            null,
            null,
            new(x.Discount ?? 0, currency),
            null,
            null,
            Sum(x.ListDiscount, currency),
            false,
            null
        );

    public static Money? Sum(decimal? amount, Currency currency) =>
        amount is { } found ? new Money(found, currency) : null;
}
