using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>
/// Sets the price of a product in a price list from a day on; it applies until the product's next price in the list.
/// </summary>
/// <param name="ProductId">Id of the product.</param>
/// <param name="Price">Price per unit, up to 6 decimals, in the currency and VAT mode of the list.</param>
/// <param name="ValidFrom">
/// First day of the price. A past day is a correction: lines that copied the earlier price keep it. Today when omitted, unless
/// that price already applies.
/// </param>
public sealed record SetListPriceBody(Guid ProductId, Money Price, DateOnly? ValidFrom = null);
