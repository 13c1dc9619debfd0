using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Currencies;

/// <summary>The rate of a pair on one day, read under the lock of the pair.</summary>
public sealed class StandingRate(Guid pair, DateOnly day) : LockedRead
{
    private const string Sql =
        $"select r.rate from {ExchangeRates.Qualified} r where r.pair = $1 and r.valid_on = $2 order by r.n desc limit 1";

    private decimal? rate;

    /// <summary>By day; empty when the day has no rate.</summary>
    public Dictionary<DateOnly, decimal> Known => rate is { } found ? new() { [day] = found } : [];

    protected override NpgsqlBatchCommand Command =>
        new(Sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = pair },
                new() { NpgsqlDbType = NpgsqlDbType.Date, Value = day },
            },
        };

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct) =>
        rate = await reader.ReadAsync(ct) ? reader.GetDecimal(0) : null;
}
