using Crm.Api.CustomFields;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>Places an order (заказ клиента) for lines of a proposal, for free lines, or for the deal's interest.</summary>
/// <param name="ProposalId">
/// Id of an issued proposal of the deal. Without lines, the order takes all its lines except alternatives, as far as they are not
/// ordered yet. Orders from an approved proposal, and those of callers with a discount limit, are together at most its quantities
/// and its total.
/// </param>
/// <param name="Lines">
/// With proposalId: the ordered lines of the proposal (lineId), alternatives included, and their quantities. Without: free lines.
/// </param>
/// <param name="PriceIncludesVat">
/// <c>true</c> when the prices of free lines, or the amounts of the interest, include VAT. An order from a proposal has the value of
/// the proposal; another one is 409 `price_includes_vat.differs`.
/// </param>
/// <param name="FromInterest">
/// <c>true</c> takes the lines from the deal's interest: each at its noted amount, otherwise at the product's price.
/// </param>
/// <param name="Discount">Discount on all free lines together, in addition to their own discounts.</param>
public sealed record PlaceOrderBody(
    Guid? ProposalId = null,
    IReadOnlyList<OrderLineBody>? Lines = null,
    bool? PriceIncludesVat = null,
    bool FromInterest = false,
    DiscountBody? Discount = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A line of an order: lineId of a proposal line, or a free line without lineId.</summary>
/// <param name="Quantity">
/// Quantity, above zero, up to 6 decimals. For a proposal line at most the offered quantity, and what is not ordered of it yet
/// when omitted; required on free lines.
/// </param>
/// <param name="LineId">Id of a line of the proposal; only quantity may accompany it.</param>
/// <param name="ProductId">
/// Id of the product of a free line; name, unit, price, VAT rate and cost are copied from it where omitted.
/// </param>
/// <param name="Name">Name of the product or service; required on a free line without a product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">
/// Price per unit, up to 6 decimals, with or without VAT as priceIncludesVat says; required when the product has none.
/// </param>
/// <param name="DiscountPercent">Discount on the line in percent, 0 to 100; 0 when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings. When omitted: that of the product; without a product, the
/// defaultVatRate of the settings, or exempt when there is none. Another rate needs the permission `vat.choose`.
/// </param>
/// <param name="CustomFields">Values of the custom fields of lines, by field code.</param>
/// <param name="DiscountSum">
/// Discount on the whole line in money, deducted after discountPercent; with or without VAT like the price.
/// </param>
/// <param name="PriceList">Code of the price list from which the product's price is taken. Give either priceList or price.</param>
/// <param name="LeadTimeDays">Lead time (срок поставки) of the line: days from order to delivery, 0 to 3650.</param>
public sealed record OrderLineBody(
    decimal? Quantity = null,
    Guid? LineId = null,
    Guid? ProductId = null,
    string? Name = null,
    string? Unit = null,
    Money? Price = null,
    decimal? DiscountPercent = null,
    decimal? VatRate = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null,
    Money? DiscountSum = null,
    [property: Identifier] string? PriceList = null,
    int? LeadTimeDays = null
)
{
    /// <summary>A line that has nothing to do with a proposal.</summary>
    public LineBody Free(string at) =>
        LineId is not null
            ? throw ProblemException.Member(at + "/lineId", "member.not_applicable", "only with proposalId")
        : Quantity is not { } quantity ? throw ProblemException.Member(at + "/quantity", "member.required", Phrase.None)
        : new LineBody(
            quantity,
            ProductId,
            Name,
            Unit,
            Price,
            DiscountPercent,
            VatRate,
            CustomFields,
            DiscountSum,
            PriceList,
            false,
            LeadTimeDays
        );

    /// <summary>A line of a proposal, or a part of one.</summary>
    public LineChoice Choice(string at)
    {
        if (LineId is not { } id)
            throw ProblemException.Member(at + "/lineId", "member.required", "a line of the proposal");
        if (this != new OrderLineBody(Quantity, LineId))
            throw ProblemException.Member(
                at,
                "member.not_applicable",
                "lineId and quantity: the rest is as it was offered"
            );
        if (Quantity <= 0)
            throw ProblemException.Member(at + "/quantity", "quantity.not_positive", "> 0");
        return new(new(id), Quantity);
    }
}

/// <summary>Cancels quantities of order lines that will not be shipped.</summary>
/// <param name="Lines">Quantities to cancel, per order line, at most what is not shipped yet.</param>
public sealed record CancelLinesBody(
    IReadOnlyList<LineQuantityBody> Lines,
    [SeveralLines] string Reason,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A quantity of an order line.</summary>
/// <param name="LineId">Id of the order line.</param>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
public sealed record LineQuantityBody(Guid LineId, decimal Quantity);
