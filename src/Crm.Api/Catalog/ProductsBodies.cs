namespace Crm.Api.Catalog;

/// <summary>Adds a product or service to the catalogue (номенклатура).</summary>
/// <param name="Name">Name of the product; copied to document lines.</param>
/// <param name="Code">Product code (артикул), unique in the catalogue and used by imports; none when omitted.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">Base price per unit without VAT, with up to 6 decimals (базовая цена).</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings; when omitted, the product is exempt from VAT (без НДС).
/// </param>
/// <param name="Cost">Cost per unit (себестоимость); copied to document lines. Visible only with the permission <c>cost.see</c>.</param>
public sealed record AddProductBody(
    string Name,
    [property: Identifier] string? Code = null,
    string? Unit = null,
    Money? Price = null,
    decimal? VatRate = null,
    Money? Cost = null,
    Guid? Id = null
);

/// <summary>
/// Changes a product; a merge patch: an omitted member stays, null clears it. Existing documents keep the values that they copied.
/// </summary>
/// <param name="Name">Name of the product; cannot be cleared.</param>
/// <param name="Code">Product code (артикул), unique in the catalogue; null removes it.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>; null removes it.</param>
/// <param name="Price">Base price per unit without VAT, with up to 6 decimals (базовая цена); null removes it.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings; null: exempt from VAT (без НДС).
/// </param>
/// <param name="Cost">Cost per unit (себестоимость); null: unknown.</param>
public sealed record EditProductBody(
    string? Name = null,
    [property: Identifier] string? Code = null,
    string? Unit = null,
    Money? Price = null,
    decimal? VatRate = null,
    Money? Cost = null
);
