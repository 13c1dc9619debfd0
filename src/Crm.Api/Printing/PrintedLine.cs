namespace Crm.Api.Printing;

/// <summary>A line of a proposal or an invoice with the amounts that its event states.</summary>
/// <param name="Price">Per unit, with or without VAT as the document says.</param>
internal sealed record PrintedLine(
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
    /// <summary>
    /// Not a part of another line: what its amount is below quantity times price is a discount. In a part a minor unit may be rounding.
    /// </summary>
    public bool IsWhole { get; init; }
}
