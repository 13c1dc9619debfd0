using System.Data.Common;
using Crm.Domain.Currencies;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Currencies;

/// <summary>Loads the rates that a conversion may need, in one query.</summary>
public sealed class RateQuery(NpgsqlDataSource database)
{
    /// <param name="currencies">Source and target currencies; the company's base currency is added.</param>
    /// <param name="until">Last day to load.</param>
    /// <param name="knownAt">Only rates recorded by then; null: all.</param>
    /// <param name="at">Only the last rate of each pair on or before that day: enough for one instant.</param>
    public async Task<RateBook> Load(
        IEnumerable<Currency> currencies,
        Currency companyBase,
        DateOnly until,
        DateTimeOffset? knownAt,
        bool at,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"select distinct on (r.pair{(at ? "" : ", r.valid_on")}) r.base, r.quote, r.valid_on, r.rate from {ExchangeRates.Qualified} r "
                + "where r.base = any($1) and r.quote = any($1) and r.valid_on <= $2 and "
                + "r.recorded_at <= $3 order by r.pair, r.valid_on desc, r.n desc"
        );
        command.Parameters.AddWithValue(currencies.Append(companyBase).Select(x => x.Code).Distinct().ToArray());
        command.Parameters.AddWithValue(until);
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = knownAt is { } then ? then.UtcDateTime : new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            }
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        return new RateBook(await Read(reader, ct), companyBase);
    }

    /// <summary>
    /// The currently known rate of a day, read in the caller's transaction, in the direction in which the pair is
    /// stored; null when there is none.
    /// </summary>
    public static async Task<DayRate?> On(IQuerySession session, CurrencyPair pair, DateOnly day, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select r.base, r.quote, r.valid_on, r.rate from {ExchangeRates.Qualified} r where "
                + "r.pair = $1 and r.valid_on <= $2 order by r.valid_on desc, r.n desc limit 1"
        );
        command.Parameters.AddWithValue(CurrencyPairDocument.StreamOf(pair));
        command.Parameters.AddWithValue(day);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return (await Read(reader, ct)).SingleOrDefault();
    }

    /// <summary>Current rates of pairs, for a caller that holds their locks.</summary>
    public static NpgsqlCommand Standing(IEnumerable<Guid> pairs)
    {
        var command = new NpgsqlCommand(
            "select distinct on (r.pair, r.valid_on) r.base, r.quote, r.valid_on, r.rate from "
                + $"{ExchangeRates.Qualified} r where r.pair = any($1) order by r.pair, r.valid_on, r.n desc"
        );
        command.Parameters.AddWithValue(pairs.ToArray());
        return command;
    }

    public static async Task<List<DayRate>> Read(DbDataReader reader, CancellationToken ct)
    {
        List<DayRate> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(
                new(
                    new(new(reader.GetString(0)), new(reader.GetString(1))),
                    reader.GetFieldValue<DateOnly>(2),
                    reader.GetDecimal(3)
                )
            );
        return found;
    }
}
