using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>
/// Runs a report and stops it before the first event of a deal whose type this build does not know: a newer build wrote it, and it may
/// change the report. The loader of a report reads only types that it names, so each page asks for the others.
/// </summary>
internal sealed class GuardedExecution(
    ShardName shard,
    AsyncOptions options,
    IEventStore<IDocumentOperations, IQuerySession> store,
    IEventDatabase database,
    IProjection report,
    ILogger logger
) : ProjectionExecution<IDocumentOperations, IQuerySession>(shard, options, store, database, report, logger)
{
    private static readonly string Unknown = $"""
        select event.{StoreColumns.Sequence}, event.type from {StoreTables.Events} event
        join {StoreTables.Streams} stream on stream.id = event.{StoreColumns.Stream}
        where event.{StoreColumns.Sequence} > $1 and event.{StoreColumns.Sequence} <= $2 and event.type <> all($3)
            and stream.type = '{StreamTypes.NameOf<ReadModels.Deals.DealDocument>()}'
        order by event.{StoreColumns.Sequence} limit 1
        """;

    private readonly IDocumentStore events = (IDocumentStore)store;

    protected override async Task<IProjectionBatch> buildBatchAsync(EventRange range)
    {
        if (await Find(range, _cancellation.Token) is not var (position, type))
            return await base.buildBatchAsync(range);
        // What precedes the event is part of the report; its position then says where it stands.
        if (position - 1 > range.SequenceFloor)
            await ProcessRangeAsync(
                new EventRange(range.Agent, range.SequenceFloor, position - 1)
                {
                    Events = [.. range.Events.Where(one => one.Sequence < position)],
                }
            );
        throw new UnknownEventTypeException(type, position);
    }

    private async Task<(long Position, string Type)?> Find(EventRange range, CancellationToken ct)
    {
        await using var session = events.QuerySession();
        await using var command = new NpgsqlCommand(Unknown);
        command.Parameters.AddWithValue(range.SequenceFloor);
        command.Parameters.AddWithValue(range.SequenceCeiling);
        command.Parameters.AddWithValue(
            events.Options.Events.AllKnownEventTypes().Select(known => known.EventTypeName).ToArray()
        );
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }
}
