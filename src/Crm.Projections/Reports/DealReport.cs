using System.Text.Json;
using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.Deals;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>
/// A report that is calculated deal by deal: a state per deal (pure, from its events) and the rows that follow from it.
/// A deal is tracked from its first event that is relevant to the report; its earlier events are read from the stream
/// at that point. A page of events costs at most three reads and three statements, regardless of the number of deals. The
/// tables are in the document schema of the store, so the same class rebuilds a report next to the live one.
/// </summary>
public abstract class DealReport<TState, TRow> : ProjectionBase, IDealReport
    where TState : class
{
    private readonly string schema;
    private readonly string table;
    private readonly Type[] about;
    private readonly Type[] folded;

    /// <param name="version">Names the projection and its tables.</param>
    /// <param name="about">
    /// Relevant events, in addition to those that attribute a deal (<see cref="DealTimeline"/>).
    /// </param>
    protected DealReport(StoredReport version, string schema, Type[] about)
    {
        (table, Shard, this.schema, this.about) = (version.Table, version.Shard, schema, about);
        (Name, Version) = (version.Name, version.Version);
        folded = [.. DealTimeline.Events.Union(about)];
        // DealOpened precedes all other events, so a report that is not about it reads it from the stream when needed.
        Events = [.. folded.Where(x => x != typeof(DealOpened) || about.Contains(x))];
        foreach (var domainEvent in Events)
            IncludeType(domainEvent);
        // Small pages: three reports that catch up at once must not starve requests of memory (ADR 40).
        Options.BatchSize = 500;
        Options.MaximumHopperSize = 1000;
        Options.DeleteDataInTableOnTeardown(Rows);
        Options.DeleteDataInTableOnTeardown(States);
    }

    /// <summary>Qualified table of rows.</summary>
    public string Rows => $"{schema}.{table}";

    /// <summary>Qualified table of states.</summary>
    public string States => $"{schema}.{table}_state";

    /// <inheritdoc/>
    public string Columns => string.Join(", ", RowTable().Columns.Select(x => x.Name));

    /// <inheritdoc/>
    public string Shard { get; }

    /// <inheritdoc/>
    public Type[] Events { get; }

    /// <inheritdoc/>
    public string ShapeDigest =>
        DealModel.Digest(
            $"{Columns}\n{DealModel.SchemaOf<TState>(StoreFormat.Json)}\n{string.Join(' ', Events.Select(x => x.Name))}"
        );

    public abstract TState? Evolve(TState? before, DealId deal, DomainEvent domainEvent);

    public abstract IEnumerable<TRow> RowsOf(DealId deal, TState state);

    /// <summary>Adds columns and indexes; the column <c>deal</c> exists already.</summary>
    protected abstract void Shape(Table rows);

    public void AddTables(StoreOptions o)
    {
        var states = new Table(Named(table + "_state"));
        states.AddColumn<Guid>("id").AsPrimaryKey();
        states.AddColumn("state", "jsonb").NotNull();
        o.Storage.ExtendedSchemaObjects.Add(RowTable());
        o.Storage.ExtendedSchemaObjects.Add(states);
    }

    private Table RowTable()
    {
        var rows = new Table(Named(table));
        rows.AddColumn<Guid>("deal").NotNull();
        Shape(rows);
        rows.Indexes.Add(new IndexDefinition($"{table}_deal") { Columns = ["deal"] });
        return rows;
    }

    public async Task ApplyAsync(
        IDocumentOperations operations,
        IReadOnlyList<IEvent> events,
        CancellationToken cancellation
    )
    {
        var deals = events.Where(x => x.Data is DomainEvent).GroupBy(x => x.StreamId).ToArray();
        if (deals.Length == 0)
            return;
        var states = await Load(operations, [.. deals.Select(x => x.Key)], cancellation);
        IGrouping<Guid, IEvent>[] begun =
        [
            .. deals.Where(x => !states.ContainsKey(x.Key) && x.Any(e => about.Contains(e.Data.GetType()))),
        ];
        var until = await Until(operations, [.. begun.Select(x => x.First()).Where(x => x.Version > 1)], cancellation);
        foreach (var deal in deals.Where(x => states.ContainsKey(x.Key)).Concat(begun))
            states[deal.Key] = until[deal.Key]
                .Concat(deal)
                .Aggregate(
                    states.GetValueOrDefault(deal.Key),
                    (state, x) => Evolve(state, new DealId(deal.Key), (DomainEvent)x.Data)
                );
        if (states.Count == 0)
            return;

        var (ids, written) = (states.Keys.ToArray(), states.Where(x => x.Value is not null).ToArray());
        operations.QueueSqlCommand(
            $"insert into {States} (id, state) select x.id, x.state::jsonb from unnest(?::uuid[], "
                + "?::text[]) as x(id, state) on conflict (id) do update set state = excluded.state",
            written.Select(x => x.Key).ToArray(),
            written.Select(x => JsonSerializer.Serialize(x.Value, StoreFormat.Json)).ToArray()
        );
        operations.QueueSqlCommand($"delete from {Rows} where deal = any(?)", ids);
        // One string per row: all rows of a page in one string are half a megabyte, a large object that only a full
        // collection frees.
        var rows = written
            .SelectMany(x => RowsOf(new DealId(x.Key), x.Value!))
            .Select(x => JsonSerializer.Serialize(x, RowJson))
            .ToArray();
        if (rows.Length > 0)
            operations.QueueSqlCommand(
                $"insert into {Rows} select r.* from unnest(?::text[]) x, jsonb_populate_record(null::{Rows}, x::jsonb) r",
                (object)rows
            );
    }

    private async Task<Dictionary<Guid, TState?>> Load(IDocumentOperations operations, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select id, state from {States} where id = any($1)");
        command.Parameters.AddWithValue(ids);
        await using var reader = await operations.ExecuteReaderAsync(command, ct);
        var states = new Dictionary<Guid, TState?>();
        while (await reader.ReadAsync(ct))
            states[reader.GetGuid(0)] = JsonSerializer.Deserialize<TState>(reader.GetString(1), StoreFormat.Json);
        return states;
    }

    /// <summary>Events of some deals before the first event of each in this page.</summary>
    private async Task<ILookup<Guid, IEvent>> Until(
        IDocumentOperations operations,
        IEvent[] first,
        CancellationToken ct
    )
    {
        if (first.Length == 0)
            return first.ToLookup(x => x.StreamId);
        var (ids, last, versions) = (
            first.Select(x => x.StreamId).ToArray(),
            first.Max(x => x.Sequence),
            first.ToDictionary(x => x.StreamId, x => x.Version)
        );
        var events = await operations
            .Events.QueryAllRawEvents()
            .Where(x => x.EventTypesAre(folded))
            .Where(x => x.StreamId.IsOneOf(ids) && x.Sequence < last)
            .OrderBy(x => x.Sequence)
            .ToListAsync(ct);
        return events.Where(x => x.Version < versions[x.StreamId]).ToLookup(x => x.StreamId);
    }

    private PostgresqlObjectName Named(string name) => new(schema, name, SchemaUtils.IdentifierUsage.General);

    private static readonly JsonSerializerOptions RowJson = new(StoreFormat.Json)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
