using Crm.Domain.Currencies;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Currencies;

/// <summary>
/// Every rate ever set, written in the transaction of its event. For a pair and day the highest <c>n</c> counts; lower
/// ones are earlier knowledge.
/// </summary>
public sealed class ExchangeRates : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.exchange_rate";

    public ExchangeRates()
    {
        Name = "exchange-rates";
        IncludeType<ExchangeRateSet>();
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // A rebuild may deliver several rates of one day at once: they keep their order.
        var set = events
            .Where(x => x.Data is ExchangeRateSet)
            .Select(x => (Event: x, Rate: (ExchangeRateSet)x.Data))
            .ToArray();
        if (set.Length > 0)
            operations.QueueSqlCommand(
                $"insert into {Qualified} (pair, valid_on, n, base, quote, rate, recorded_at) select x.pair, x.day, "
                    + "row_number() over (partition by x.pair, x.day order by x.place) + coalesce((select max(r.n) from "
                    + $"{Qualified} r where r.pair = x.pair and r.valid_on = x.day), 0), x.base, x.quote, x.rate, x.at "
                    + "from unnest(?::uuid[], ?::date[], ?::text[], ?::text[], ?::numeric[], "
                    + "?::timestamptz[]) with ordinality as x(pair, day, base, quote, rate, at, place)",
                set.Select(x => x.Event.StreamId).ToArray(),
                set.Select(x => x.Rate.ValidOn).ToArray(),
                set.Select(x => x.Rate.Base.Code).ToArray(),
                set.Select(x => x.Rate.Quote.Code).ToArray(),
                set.Select(x => x.Rate.Rate).ToArray(),
                set.Select(x => x.Event.Timestamp).ToArray()
            );
        return Task.CompletedTask;
    }

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "exchange_rate", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("pair").AsPrimaryKey();
        table.AddColumn("valid_on", "date").AsPrimaryKey();
        table.AddColumn<int>("n").AsPrimaryKey();
        table.AddColumn<string>("base").NotNull();
        table.AddColumn<string>("quote").NotNull();
        table.AddColumn("rate", "numeric").NotNull();
        table.AddColumn<DateTimeOffset>("recorded_at").NotNull();
        return table;
    }
}
