using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals.Settlement;

/// <summary>What a line of a document asks for, before anything is computed.</summary>
/// <param name="Line">Made at the edge.</param>
/// <param name="Price">Per unit; with or without VAT as the document says.</param>
/// <param name="DiscountPercent">0 to 100.</param>
/// <param name="VatRate">Percent; null is exempt.</param>
/// <param name="Cost">The catalogue's cost per unit when the line was written.</param>
public sealed record LineDraft(
    LineId Line, ProductId? Product, string Name, decimal Quantity, string? Unit, decimal Price, decimal DiscountPercent, decimal? VatRate, decimal? Cost)
{
    public FieldList? CustomFields { get; init; }
}

/// <summary>A line with its sums, each rounded once to the minor unit, half away from zero.</summary>
/// <param name="Net">Without VAT, after discount.</param>
/// <param name="Vat">The VAT in the line.</param>
/// <param name="Total">With VAT.</param>
/// <param name="Discount">What the discount took off, without VAT.</param>
public sealed record PricedLine(
    LineId Line, ProductId? Product, string Name, decimal Quantity, string? Unit, decimal Price, decimal DiscountPercent, decimal? VatRate, decimal? Cost,
    decimal Net, decimal Vat, decimal Total, decimal Discount)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>Prices a line: rounding at the line total and its VAT, nowhere else (product.md section 3).</summary>
    public static PricedLine From(LineDraft draft, bool priceIncludesVat, Currency currency)
    {
        var rate = draft.VatRate ?? 0;
        var (net, vat, total) = Sums(draft.Quantity * draft.Price * (100 - draft.DiscountPercent) / 100, rate, priceIncludesVat, currency);
        var (listNet, _, _) = Sums(draft.Quantity * draft.Price, rate, priceIncludesVat, currency);
        return new PricedLine(draft.Line, draft.Product, draft.Name, draft.Quantity, draft.Unit, draft.Price, draft.DiscountPercent, draft.VatRate, draft.Cost,
            net, vat, total, listNet - net)
        { CustomFields = draft.CustomFields };
    }

    private static (decimal Net, decimal Vat, decimal Total) Sums(decimal gross, decimal rate, bool includesVat, Currency currency)
    {
        var sum = currency.Round(gross);
        var vat = currency.Round(includesVat ? sum * rate / (100 + rate) : sum * rate / 100);
        return includesVat ? (sum - vat, vat, sum) : (sum, vat, sum + vat);
    }
}

/// <summary>A quantity of an order line.</summary>
public sealed record LineQuantity(LineId Line, decimal Quantity);

/// <summary>A line of an invoice: a part of an order line, or free.</summary>
public sealed record InvoiceLine(
    LineId Line, ProductId? Product, string Name, decimal Quantity, string? Unit, decimal Price, decimal DiscountPercent, decimal? VatRate,
    decimal Net, decimal Vat, decimal Total);

/// <summary>A part of an order line that was shipped or came back.</summary>
/// <param name="Discount">The part of the line's discount, without VAT.</param>
/// <param name="Cost">Quantity times unit cost, rounded; null when no cost is known.</param>
public sealed record ShippedLine(
    LineId Line, ProductId? Product, string Name, decimal Quantity, decimal? UnitCost, decimal Net, decimal Vat, decimal Total, decimal Discount, decimal? Cost);

/// <summary>The part of a payment that pays an invoice.</summary>
public sealed record Allocation(InvoiceId Invoice, decimal Amount);
