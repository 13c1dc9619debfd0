using System.Text.Json.Serialization;

namespace Crm.Api.Settlement;

/// <summary>
/// Issues an invoice (счёт на оплату). With orderId: for the given lines of the order, or for everything not invoiced yet when
/// neither lines nor amount is given. Without orderId: for free lines or for a plain amount.
/// </summary>
/// <param name="OrderId">Id of the order to invoice.</param>
/// <param name="Lines">Lines of the invoice. Give either lines or amount.</param>
/// <param name="Amount">A plain amount with VAT, such as an advance (аванс). Give either amount or lines.</param>
/// <param name="PriceIncludesVat">
/// <c>true</c> when the prices of free lines include VAT; <c>false</c> when omitted. An invoice of an order has the value of the
/// order; another one is 409 `price_includes_vat.differs`.
/// </param>
/// <param name="DueOn">Business date by which the invoice is to be paid; none when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent of an amount without an order, one of the rates in the settings. When omitted: the
/// defaultVatRate of the settings, or no VAT when there is none. An amount of an order has the VAT of the order's mix. Another rate
/// than the default needs the permission `vat.choose`.
/// </param>
public sealed record IssueInvoiceBody(
    Guid? OrderId = null,
    IReadOnlyList<InvoiceLineBody>? Lines = null,
    Money? Amount = null,
    bool? PriceIncludesVat = null,
    DateOnly? DueOn = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null,
    decimal? VatRate = null
);

/// <summary>A line of an invoice: lineId and quantity of an order line, or a free line without lineId.</summary>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
/// <param name="LineId">Id of the invoiced order line; only quantity may accompany it.</param>
/// <param name="ProductId">
/// Id of the product of a free line; name, unit, price and VAT rate are copied from it where omitted.
/// </param>
/// <param name="Name">Name of the product or service; required on a free line without a product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">Price per unit, up to 6 decimals, with or without VAT as priceIncludesVat says.</param>
/// <param name="DiscountPercent">Discount on the line in percent, 0 to 100; 0 when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings. When omitted: that of the product; without a product, the
/// defaultVatRate of the settings, or exempt when there is none. Another rate needs the permission `vat.choose`.
/// </param>
/// <param name="DiscountSum">
/// Discount on the whole line in money, deducted after discountPercent; with or without VAT like the price.
/// </param>
/// <param name="PriceList">Code of the price list from which the product's price is taken. Give either priceList or price.</param>
public sealed record InvoiceLineBody(
    decimal Quantity,
    Guid? LineId = null,
    Guid? ProductId = null,
    string? Name = null,
    string? Unit = null,
    Money? Price = null,
    decimal? DiscountPercent = null,
    decimal? VatRate = null,
    Money? DiscountSum = null,
    [property: Identifier] string? PriceList = null
);

/// <summary>Cancels an unpaid invoice; the body may be empty.</summary>
public sealed record CancelInvoiceBody([SeveralLines] string? Reason = null, DateTimeOffset? HappenedAt = null);

/// <summary>Cancels an unpaid invoice and issues another in its place; omitted members stay as they were.</summary>
/// <param name="Lines">Lines of the same order, or free lines. Give either lines or amount.</param>
/// <param name="Amount">A plain amount with VAT. Give either amount or lines.</param>
/// <param name="PriceIncludesVat">
/// As in the replaced invoice; another value is 409 `price_includes_vat.differs`.
/// </param>
/// <param name="DueOn">Business date by which the new invoice is to be paid.</param>
/// <param name="VatRate">VAT rate (ставка НДС) in percent of an amount without an order.</param>
public sealed record ReissueInvoiceBody(
    [SeveralLines] string Reason,
    IReadOnlyList<InvoiceLineBody>? Lines = null,
    Money? Amount = null,
    bool? PriceIncludesVat = null,
    DateOnly? DueOn = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null,
    decimal? VatRate = null
);
