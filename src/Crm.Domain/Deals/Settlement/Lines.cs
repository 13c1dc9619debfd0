using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals.Settlement;

/// <summary>A line of a document as requested, before anything is calculated.</summary>
/// <param name="Line">Id created at the edge.</param>
/// <param name="Price">Per unit; with or without VAT, as the document states.</param>
/// <param name="DiscountPercent">0 to 100.</param>
/// <param name="VatRate">Percent; null is exempt.</param>
/// <param name="Cost">The catalogue's cost per unit at the time of writing.</param>
public sealed record LineDraft(
    LineId Line,
    ProductId? Product,
    string Name,
    decimal Quantity,
    string? Unit,
    decimal Price,
    decimal DiscountPercent,
    decimal? VatRate,
    decimal? Cost
)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>
    /// The catalogue's base price per unit, in the currency and VAT mode of the document; null: no product, or a
    /// product without such a price.
    /// </summary>
    public decimal? BasePrice { get; init; }

    /// <summary>
    /// The base price per unit when the catalogue has it in another currency; with or without VAT, as the document
    /// states.
    /// </summary>
    public Money? ForeignBasePrice { get; init; }

    /// <summary>The cost per unit when the catalogue has it in another currency.</summary>
    public Money? ForeignUnitCost { get; init; }

    /// <summary>The VAT rate is another one than the product's.</summary>
    public bool IsVatByHand { get; init; }

    /// <summary>Code of the price list that the price was taken from; null: base price, or typed by hand.</summary>
    public string? PriceList { get; init; }

    /// <summary>Discount in money on the whole line, after the percentage; with or without VAT, as the price.</summary>
    public decimal? DiscountSum { get; init; }

    /// <summary>Offered instead of another line: priced and shown, but not part of any total.</summary>
    public bool Alternative { get; init; }

    /// <summary>Days from order to delivery of this line.</summary>
    public int? LeadTimeDays { get; init; }
}

/// <summary>A line with its sums, each rounded once to the minor unit, half away from zero.</summary>
/// <param name="Net">Without VAT, after every discount.</param>
/// <param name="Vat">The VAT in the line.</param>
/// <param name="Total">With VAT.</param>
/// <param name="Discount">
/// What was taken off by hand, without VAT: percentage, sum, share of the document discount, and a price typed below
/// the base price.
/// </param>
public sealed record PricedLine(
    LineId Line,
    ProductId? Product,
    string Name,
    decimal Quantity,
    string? Unit,
    decimal Price,
    decimal DiscountPercent,
    decimal? VatRate,
    decimal? Cost,
    decimal Net,
    decimal Vat,
    decimal Total,
    decimal Discount
)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>The catalogue's base price per unit, in the currency and VAT mode of the document.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? BasePrice { get; init; }

    /// <summary>
    /// The base price per unit when the catalogue has it in another currency; with or without VAT, as the document
    /// states.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ForeignBasePrice { get; init; }

    /// <summary>The cost per unit when the catalogue has it in another currency.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ForeignUnitCost { get; init; }

    /// <summary>The VAT rate is another one than the product's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsVatByHand { get; init; }

    /// <summary>The line of the proposal that this line of an order is a part of; null: a free line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LineId? ProposalLine { get; init; }

    /// <summary>Code of the price list that the price was taken from; null: base price, or typed by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PriceList { get; init; }

    /// <summary>
    /// Reduction by the price list from the base price, without VAT; negative is a surcharge. Null: no price list.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }

    /// <summary>The line's own discount in money as requested; with or without VAT, as the price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DiscountSum { get; init; }

    /// <summary>The line's share of the document discount; with or without VAT, as the price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DocumentDiscount { get; init; }

    /// <summary>Offered instead of another line: priced and shown, but not part of any total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Alternative { get; init; }

    /// <summary>Days from order to delivery of this line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LeadTimeDays { get; init; }

    /// <summary>Prices a single line.</summary>
    public static PricedLine From(LineDraft draft, bool priceIncludesVat, Currency currency) =>
        From(draft, priceIncludesVat, currency, 0);

    /// <summary>Prices a line: rounding at the line total and its VAT, nowhere else (docs/domain.md, Lines and rounding).</summary>
    /// <param name="share">Share of the document discount, in whole minor units.</param>
    internal static PricedLine From(LineDraft draft, bool priceIncludesVat, Currency currency, decimal share)
    {
        var (net, vat, total) = Sums(Own(draft, currency) - share);
        // Without a price list, a price typed below the base price is a discount by hand; one typed above it is a plain
        // price.
        var full = NetOf(draft.PriceList is null ? Math.Max(draft.BasePrice ?? 0, draft.Price) : draft.Price);
        return new PricedLine(
            draft.Line,
            draft.Product,
            draft.Name,
            draft.Quantity,
            draft.Unit,
            draft.Price,
            draft.DiscountPercent,
            draft.VatRate,
            draft.Cost,
            net,
            vat,
            total,
            full - net
        )
        {
            CustomFields = draft.CustomFields,
            BasePrice = draft.BasePrice,
            ForeignBasePrice = draft.ForeignBasePrice,
            ForeignUnitCost = draft.ForeignUnitCost,
            IsVatByHand = draft.IsVatByHand,
            PriceList = draft.PriceList,
            ListDiscount = draft.PriceList is null ? null : NetOf(draft.BasePrice ?? draft.Price) - full,
            DiscountSum = draft.DiscountSum,
            DocumentDiscount = share == 0 ? null : share,
            Alternative = draft.Alternative,
            LeadTimeDays = draft.LeadTimeDays,
        };

        decimal NetOf(decimal price) => Sums(currency.Round(draft.Quantity * price)).Net;

        (decimal Net, decimal Vat, decimal Total) Sums(decimal sum)
        {
            var rate = draft.VatRate ?? 0;
            var tax = currency.Round(priceIncludesVat ? sum * rate / (100 + rate) : sum * rate / 100);
            return priceIncludesVat ? (sum - tax, tax, sum) : (sum, tax, sum + tax);
        }
    }

    /// <summary>
    /// The line after its own discounts and before the document discount; with or without VAT, as the price.
    /// </summary>
    internal static decimal Own(LineDraft draft, Currency currency) =>
        currency.Round(draft.Quantity * draft.Price * (100 - draft.DiscountPercent) / 100) - (draft.DiscountSum ?? 0);

    /// <summary>The request that this line was priced from, to be priced again.</summary>
    public LineDraft Asked() =>
        new(Line, Product, Name, Quantity, Unit, Price, DiscountPercent, VatRate, Cost)
        {
            CustomFields = CustomFields,
            BasePrice = BasePrice,
            ForeignBasePrice = ForeignBasePrice,
            ForeignUnitCost = ForeignUnitCost,
            IsVatByHand = IsVatByHand,
            PriceList = PriceList,
            DiscountSum = DiscountSum,
            Alternative = Alternative,
            LeadTimeDays = LeadTimeDays,
        };

    /// <summary>A part of the line: an order takes a part of a line of its proposal.</summary>
    /// <param name="taken">Quantity and sums of the earlier parts.</param>
    public PricedLine Part(Sums taken, decimal quantity, bool priceIncludesVat, Currency currency)
    {
        if (taken.Quantity == 0 && quantity == Quantity)
            return this;
        var whole = new Sums(Quantity, Net, Vat, Total, Discount) { ListDiscount = ListDiscount ?? 0 };
        var next = new LineInParts(whole, priceIncludesVat, currency).Next(taken, quantity);
        // Orders that were cancelled in part may have taken a minor unit more than their share: no amount becomes negative.
        var stated = Math.Max(0, priceIncludesVat ? next.Total : next.Net);
        var vat = Math.Clamp(next.Vat, 0, priceIncludesVat ? stated : decimal.MaxValue);
        var part = this with
        {
            Quantity = quantity,
            Net = priceIncludesVat ? stated - vat : stated,
            Vat = vat,
            Total = priceIncludesVat ? stated : stated + vat,
            Discount = Math.Max(0, next.Discount),
            ListDiscount = ListDiscount is null ? null : next.ListDiscount,
            DocumentDiscount = Between(DocumentDiscount) is > 0 and var share ? share : null,
        };
        var own = PricedLine.Own(part.Asked() with { DiscountSum = null }, currency);
        return part with { DiscountSum = DiscountSum is null ? null : Math.Min(own, Between(DiscountSum)) };

        decimal Share(decimal sum, decimal of) => of == Quantity ? sum : currency.Round(sum * of / Quantity);

        decimal Between(decimal? sum) => Share(sum ?? 0, taken.Quantity + quantity) - Share(sum ?? 0, taken.Quantity);
    }
}

/// <summary>A quantity of an order line.</summary>
public sealed record LineQuantity(LineId Line, decimal Quantity);

/// <summary>A line of an invoice: a part of an order line, or free.</summary>
public sealed record InvoiceLine(
    LineId Line,
    ProductId? Product,
    string Name,
    decimal Quantity,
    string? Unit,
    decimal Price,
    decimal DiscountPercent,
    decimal? VatRate,
    decimal Net,
    decimal Vat,
    decimal Total
)
{
    /// <summary>Part of the line's discount by hand, without VAT. Null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Discount { get; init; }

    /// <summary>
    /// Part of the price list's reduction from the base price, without VAT; negative is a surcharge. Null: none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }
}

/// <summary>A part of an order line that was shipped or returned.</summary>
/// <param name="Discount">Part of the line's discount, without VAT.</param>
/// <param name="UnitCost">In the currency of the document; null when no cost is known.</param>
/// <param name="Cost">Quantity times unit cost, rounded; null when no cost is known.</param>
public sealed record ShippedLine(
    LineId Line,
    ProductId? Product,
    string Name,
    decimal Quantity,
    decimal? UnitCost,
    decimal Net,
    decimal Vat,
    decimal Total,
    decimal Discount,
    decimal? Cost
)
{
    /// <summary>
    /// Part of the price list's reduction from the base price, without VAT; negative is a surcharge. Null: none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }

    /// <summary>Where the cost of a shipment is from. Null: a return, or recorded before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostFrom? CostFrom { get; init; }

    /// <summary>The cost per unit in another currency, from which the unit cost is converted; without a rate it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ForeignUnitCost { get; init; }
}

/// <summary>The part of a payment that pays an invoice.</summary>
public sealed record Allocation(InvoiceId Invoice, decimal Amount);
