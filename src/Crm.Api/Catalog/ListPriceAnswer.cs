using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>A price of a product in a price list.</summary>
/// <param name="ProductId">Id of the product.</param>
/// <param name="Code">Product code (артикул); null when the product has none.</param>
/// <param name="Name">Name of the product.</param>
/// <param name="Price">Price per unit, in the currency and VAT mode of the list.</param>
/// <param name="ValidFrom">First day of the price; it applies until the product's next price in the list.</param>
public sealed record ListPriceAnswer(Guid ProductId, string? Code, string Name, Money Price, DateOnly ValidFrom);
