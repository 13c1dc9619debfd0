using System.Globalization;
using System.Text.Json;
using JasperFx.Events;
using Npgsql;

namespace Crm.Api.Currencies;

/// <summary>Sets an exchange rate (курс валюты) from a day on; it applies until the pair's next rate.</summary>
/// <param name="Base">Currency that is priced, ISO 4217.</param>
/// <param name="Rate">
/// Price of one unit of <c>base</c> in <c>quote</c>: a decimal string above zero with at most 10 decimals.
/// </param>
/// <param name="Quote">Currency in which it is priced, ISO 4217; the company's base currency when omitted.</param>
/// <param name="ValidOn">First day of the rate; today when omitted. A rate for a day that already has one is a correction.</param>
public sealed record SetExchangeRateBody(
    [property: Identifier] string Base,
    string Rate,
    [property: Identifier] string? Quote = null,
    DateOnly? ValidOn = null
);
