using System.Runtime.CompilerServices;
using System.Text.Json;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Interactions;
using Npgsql;

namespace Crm.Projections.ReadModels.Timelines;

/// <summary>An entry of a timeline: an event of a deal, or an interaction.</summary>
/// <param name="At">When it happened; of an interaction, when it took place or is to take place.</param>
/// <param name="Sequence">Position of the event, which orders those of one instant; 0 for interactions.</param>
/// <param name="Deal">Null for an interaction on the client itself.</param>
public sealed record TimelineRow(
    Guid Id,
    DateTimeOffset At,
    long Sequence,
    TimelineDeal? Deal,
    EventRow? Event,
    InteractionDocument? Interaction,
    int Size
);

/// <summary>The deal of an entry.</summary>
public sealed record TimelineDeal(Guid Id, string Number, string Title);

/// <summary>
/// Reads what happened on a deal, or on a client and its visible deals, newest first. The database selects and sorts the events of these
/// deals and hands over no more than a page.
/// </summary>
public sealed class TimelineQuery(NpgsqlDataSource database)
{
    /// <param name="types">Stored names of the events; empty: no events.</param>
    /// <param name="after">The last entry before the page; null: from the newest on.</param>
    public async IAsyncEnumerable<TimelineRow> Read(
        TimelineScope scope,
        string[] types,
        (DateTimeOffset At, long Sequence, Guid Id)? after,
        int limit,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var command = database.CreateCommand();
        command.CommandText = Sql(command, scope, types, after, limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return Row(reader);
    }

    /// <summary>The columns of events come first, as <see cref="EventQuery"/> reads them.</summary>
    private static string Sql(
        NpgsqlCommand command,
        TimelineScope scope,
        string[] types,
        (DateTimeOffset At, long Sequence, Guid Id)? after,
        int limit
    )
    {
        var deals = scope.Deal is { } deal
            ? $"d.id = {command.Place(deal)}"
            : $"d.client_id = {command.Place(scope.Client!.Value)}"
                + (scope.Visibility.Sql("d", command.Place) is { } seen ? " and " + seen : "");
        var (client, size) = (scope.Client is { } id ? command.Place(id) : null, command.Place(limit + 1));
        string Before(string at, string sequence, string key) =>
            after is { } last
                ? $" and ({at}, {sequence}, {key}) < ({command.Place(last.At)}, {command.Place(last.Sequence)}, {command.Place(last.Id)})"
                : "";
        // A damaged event may have no business time.
        const string happened = "coalesce((e.data->>'happenedAt')::timestamptz, e.timestamp)";
        return $"""
            with deals as (select d.id, d.number, d.card::jsonb->>'title' as title from {StoreTables.Deals} d where {deals})
            select * from (
                (select e.id, e.{StoreColumns.Sequence}, e.version, e.type, e.data::text as data, e.timestamp, e.{StoreColumns.User},
                    null::text as correlation, null::text as causation, e.headers->>'command' as command,
                    {happened} as at, deals.id as deal, deals.number, deals.title, false as is_interaction
                from deals join {StoreTables.Events} e on e.{StoreColumns.Stream} = deals.id
                where e.type = any({command.Place(types)}){Before(happened, "e." + StoreColumns.Sequence, "e.id")}
                order by at desc, e.{StoreColumns.Sequence} desc limit {size})
                union all
                (select i.id, 0::bigint, 0::bigint, '', i.data::text, i.occurred_at, null, null, null, null,
                    i.occurred_at, deals.id, deals.number, deals.title, true
                from deals join {StoreTables.Interactions} i on i.deal_id = deals.id
                where {scope.Interactions}{Before("i.occurred_at", "0::bigint", "i.id")}
                order by i.occurred_at desc, i.id desc limit {size})
                {(client is null ? "" : $"""
                union all
                (select i.id, 0::bigint, 0::bigint, '', i.data::text, i.occurred_at, null, null, null, null,
                    i.occurred_at, null::uuid, null, null, true
                from {StoreTables.Interactions} i where i.client_id = {client} and i.deal_id is null
                    and {scope.Interactions}{Before("i.occurred_at", "0::bigint", "i.id")}
                order by i.occurred_at desc, i.id desc limit {size})
                """)}
            ) entry order by at desc, {StoreColumns.Sequence} desc, id desc limit {size}
            """;
    }

    private static TimelineRow Row(NpgsqlDataReader row)
    {
        var data = row.GetString(4);
        var deal = row.IsDBNull(11)
            ? null
            : new TimelineDeal(row.GetGuid(11), row.GetString(12), row.IsDBNull(13) ? "" : row.GetString(13));
        var (id, at) = (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(10));
        return row.GetBoolean(14)
            ? new(
                id,
                at,
                0,
                deal,
                null,
                JsonSerializer.Deserialize<InteractionDocument>(data, StoreFormat.Json),
                data.Length
            )
            : new(id, at, row.GetInt64(1), deal, EventQuery.Event(row, tolerant: true), null, data.Length);
    }
}

/// <summary>What a timeline is of.</summary>
/// <param name="Deal">A deal; null: a client.</param>
/// <param name="Visibility">The visible deals of the client.</param>
/// <param name="HasInteractions">Whether interactions are among the entries.</param>
public sealed record TimelineScope(Guid? Deal, Guid? Client, DealVisibility Visibility, bool HasInteractions)
{
    internal string Interactions => HasInteractions ? "i.status <> 'withdrawn'" : "false";

    public static TimelineScope Of(Guid deal, bool hasInteractions) =>
        new(deal, null, DealVisibility.Everything, hasInteractions);

    public static TimelineScope Of(Guid client, DealVisibility visibility, bool hasInteractions) =>
        new(null, client, visibility, hasInteractions);
}
