using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals.Settlement;

/// <summary>What a line of a document asks for, before anything is computed.</summary>
/// <param name="Line">Made at the edge.</param>
/// <param name="Price">Per unit; with or without VAT as the document says.</param>
/// <param name="DiscountPercent">0 to 100.</param>
/// <param name="VatRate">Percent; null is exempt.</param>
/// <param name="Cost">The catalogue's cost per unit when the line was written.</param>
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
    /// The catalogue's base price per unit, in the document's currency and with or without VAT as it; null: no product, or one
    /// without such a price.
    /// </summary>
    public decimal? BasePrice { get; init; }

    /// <summary>Code of the price list that the price was taken from; null: the base price, or typed by hand.</summary>
    public string? PriceList { get; init; }

    /// <summary>Taken off the whole line after its percent; with or without VAT as the price.</summary>
    public decimal? DiscountSum { get; init; }

    /// <summary>Offered instead of another line: priced and shown, counted in no total.</summary>
    public bool Alternative { get; init; }

    /// <summary>Days from the order to the delivery of this line.</summary>
    public int? LeadTimeDays { get; init; }
}

/// <summary>A line with its sums, each rounded once to the minor unit, half away from zero.</summary>
/// <param name="Net">Without VAT, after every discount.</param>
/// <param name="Vat">The VAT in the line.</param>
/// <param name="Total">With VAT.</param>
/// <param name="Discount">
/// What was taken off by hand, without VAT: percent, sum, share of the document's discount, and a price typed below the base price.
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

    /// <summary>The catalogue's base price per unit, in the document's currency and with or without VAT as it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? BasePrice { get; init; }

    /// <summary>Code of the price list that the price was taken from; null: the base price, or typed by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PriceList { get; init; }

    /// <summary>What the price list took off the base price, without VAT; negative is a surcharge. Null: no price list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }

    /// <summary>The line's own discount in money as it was asked for; with or without VAT as the price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DiscountSum { get; init; }

    /// <summary>The line's share of the document's discount; with or without VAT as the price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DocumentDiscount { get; init; }

    /// <summary>Offered instead of another line: priced and shown, counted in no total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Alternative { get; init; }

    /// <summary>Days from the order to the delivery of this line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LeadTimeDays { get; init; }

    /// <summary>Prices a line by itself.</summary>
    public static PricedLine From(LineDraft draft, bool priceIncludesVat, Currency currency) =>
        From(draft, priceIncludesVat, currency, 0);

    /// <summary>Prices a line: rounding at the line total and its VAT, nowhere else (docs/domain.md, Lines and rounding).</summary>
    /// <param name="share">Of the document's discount: whole minor units.</param>
    internal static PricedLine From(LineDraft draft, bool priceIncludesVat, Currency currency, decimal share)
    {
        var (net, vat, total) = Sums(Own(draft, currency) - share);
        // Without a list, what was typed below the catalogue is a discount by hand; what was typed above it is just a price.
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

    /// <summary>The line after its own discounts and before the document's; with or without VAT as the price.</summary>
    internal static decimal Own(LineDraft draft, Currency currency) =>
        currency.Round(draft.Quantity * draft.Price * (100 - draft.DiscountPercent) / 100) - (draft.DiscountSum ?? 0);

    /// <summary>What was asked for, to be priced anew.</summary>
    public LineDraft Asked() =>
        new(Line, Product, Name, Quantity, Unit, Price, DiscountPercent, VatRate, Cost)
        {
            CustomFields = CustomFields,
            BasePrice = BasePrice,
            PriceList = PriceList,
            DiscountSum = DiscountSum,
            Alternative = Alternative,
            LeadTimeDays = LeadTimeDays,
        };

    /// <summary>The line at another quantity than was offered: what is taken off in money shrinks with it.</summary>
    public PricedLine At(decimal quantity, bool priceIncludesVat, Currency currency)
    {
        if (quantity == Quantity)
            return this;
        decimal Scaled(decimal? sum) => currency.Round((sum ?? 0) * quantity / Quantity);
        return From(
            Asked() with
            {
                Quantity = quantity,
                DiscountSum = DiscountSum is null ? null : Scaled(DiscountSum),
            },
            priceIncludesVat,
            currency,
            Scaled(DocumentDiscount)
        );
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
    /// <summary>What was taken off by hand, without VAT: the part of the line's. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Discount { get; init; }

    /// <summary>The part of what the price list took off the base price, without VAT; negative is a surcharge. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }
}

/// <summary>A part of an order line that was shipped or came back.</summary>
/// <param name="Discount">The part of the line's discount, without VAT.</param>
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
    /// <summary>The part of what the price list took off the base price, without VAT; negative is a surcharge. Null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ListDiscount { get; init; }
}

/// <summary>The part of a payment that pays an invoice.</summary>
public sealed record Allocation(InvoiceId Invoice, decimal Amount);
