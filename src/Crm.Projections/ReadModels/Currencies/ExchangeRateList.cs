using Crm.Domain.Currencies;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Currencies;

/// <summary>
/// Exchange rates. For a day the last recorded rate counts, for a pair the last day on or before the requested one.
/// </summary>
public sealed class ExchangeRateList : ListQuery
{
    /// <param name="on">Rates in force on a day; null: rates of all days.</param>
    /// <param name="knownAt">As recorded by this instant; null: current.</param>
    public ExchangeRateList(DateOnly? on, DateTimeOffset? knownAt)
        : base(
            $"(select distinct on (r.pair{(on is null ? ", r.valid_on" : "")}) r.* from {ExchangeRates.Qualified} r "
                + "where r.recorded_at <= $1 and r.valid_on <= $2 order by r.pair, r.valid_on desc, r.n desc) d",
            "d.base, d.quote, d.valid_on, d.rate",
            "d.pair"
        )
    {
        Parameter(
            new NpgsqlParameter
            {
                Value = (knownAt ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcDateTime,
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            }
        );
        Parameter(on ?? DateOnly.MaxValue);
    }

    public static SortColumn ByDay { get; } = new("validOn", "d.valid_on", "date", false);

    public static DayRate Read(NpgsqlDataReader row) =>
        new(new(new(row.GetString(0)), new(row.GetString(1))), row.GetFieldValue<DateOnly>(2), row.GetDecimal(3));

    public void OfBase(Currency currency) => Where($"d.base = {Parameter(currency.Code)}");

    public void OfQuote(Currency currency) => Where($"d.quote = {Parameter(currency.Code)}");
}
