using System.Globalization;
using System.Text.Json;
using Crm.Domain.Currencies;
using JasperFx.Events;
using Npgsql;

namespace Crm.Api.Currencies;

/// <summary>An exchange rate (курс валюты).</summary>
/// <param name="Base">Currency that is priced, ISO 4217.</param>
/// <param name="Quote">Currency in which it is priced, ISO 4217.</param>
/// <param name="ValidOn">First day of the rate; it applies until the pair's next rate.</param>
/// <param name="Rate">Price of one unit of <c>base</c> in <c>quote</c>, a decimal string with at most 10 decimals.</param>
public sealed record ExchangeRateAnswer(string Base, string Quote, DateOnly ValidOn, string Rate)
{
    public static ExchangeRateAnswer Of(DayRate x) => new(x.Pair.Base.Code, x.Pair.Quote.Code, x.ValidOn, Text(x.Rate));

    public static string Text(decimal rate) => rate.ToString("0.##########", CultureInfo.InvariantCulture);
}
