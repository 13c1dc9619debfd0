using System.Globalization;
using JasperFx.Events;

namespace Crm.Api.Catalog;

/// <summary>Creates a price list (прайс-лист, вид цен).</summary>
/// <param name="Code">Stable code in kebab-case, unique among price lists; cannot be changed later.</param>
/// <param name="Title">Name of the price list, as users see it.</param>
/// <param name="Currency">Currency of all its prices, ISO 4217; cannot be changed later.</param>
/// <param name="PriceIncludesVat"><c>true</c> when its prices include the product's VAT; cannot be changed later.</param>
/// <param name="ValidFrom">First day on which the list provides prices; no such limit when omitted.</param>
/// <param name="Grants">Who may agree its prices without approval; everybody when omitted.</param>
public sealed record MakePriceListBody(
    [property: Identifier] string Code,
    string Title,
    [property: Identifier] string Currency,
    bool PriceIncludesVat = false,
    DateOnly? ValidFrom = null,
    PriceListGrantsBody? Grants = null
);

/// <summary>Changes a price list; a merge patch: an omitted member stays. Code, currency and VAT mode never change.</summary>
/// <param name="Title">Name of the price list, as users see it.</param>
/// <param name="ValidFrom">First day on which the list provides prices; null: no such limit.</param>
/// <param name="Grants">Who may agree its prices without approval, replaced as a whole; null: everybody.</param>
public sealed record EditPriceListBody(
    string? Title = null,
    DateOnly? ValidFrom = null,
    PriceListGrantsBody? Grants = null
);
