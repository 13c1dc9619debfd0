using System.Text.Json;
using Crm.Projections.Deals;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>A report as those see it who keep, rebuild and compare it.</summary>
public interface IDealReport : IProjection
{
    /// <summary>Qualified table of what it shows.</summary>
    string Rows { get; }

    /// <summary>Qualified table of what it remembers of each deal: <c>id</c>, <c>state</c>.</summary>
    string States { get; }

    /// <summary>Columns of the rows by name: a table that was migrated has them in another order than a new one.</summary>
    string Columns { get; }

    /// <summary>Name of the row that says how far it is, which is written in the transaction of its rows.</summary>
    string Shard { get; }

    /// <summary>The facts that it reads.</summary>
    Type[] Facts { get; }

    /// <summary>A digest of what it keeps and reads: another one means that its tables were written by another version.</summary>
    string ShapeDigest { get; }

    /// <summary>Adds its tables to a store.</summary>
    void AddTables(StoreOptions o);
}

/// <summary>
/// A report that is folded deal by deal: a state per deal (pure, from its facts alone) and the rows that follow from it. A page
/// of facts costs one read and three statements, whatever the number of deals in it. The tables stand in the document schema of
/// the store that it runs in, so the same class builds a report anew beside the live one.
/// </summary>
public abstract class DealReport<TState, TRow> : ProjectionBase, IDealReport where TState : class
{
    private readonly string schema;
    private readonly string table;
    private readonly Type[] facts;

    /// <param name="name">Name of the projection, such as <c>sales-funnel</c>.</param>
    /// <param name="table">Name of its table of rows; the states stand in <c>{table}_state</c>.</param>
    protected DealReport(string name, string table, string schema, IEnumerable<Type> facts)
    {
        (this.table, this.schema, Name) = (table, schema, name);
        this.facts = [.. facts.Distinct()];
        foreach (var fact in this.facts) IncludeType(fact);
        // Pages stay small: three reports that catch up at once must not push the requests out of memory (ADR 0009).
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
    public string Shard => Name + ":All";

    /// <inheritdoc/>
    public Type[] Facts => facts;

    /// <inheritdoc/>
    public string ShapeDigest => DealModel.Digest($"{Columns}\n{DealModel.SchemaOf<TState>(CrmStore.Json)}\n{string.Join(' ', facts.Select(x => x.Name))}");

    public abstract TState? Evolve(TState? before, DealId deal, Fact fact);

    public abstract IEnumerable<TRow> RowsOf(DealId deal, TState state);

    /// <summary>Adds columns and indexes; the column <c>deal</c> is there already.</summary>
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

    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var deals = events.Where(x => x.Data is Fact).GroupBy(x => x.StreamId).ToArray();
        if (deals.Length == 0) return;
        var states = await Load(operations, [.. deals.Select(x => x.Key)], cancellation);
        foreach (var deal in deals)
            states[deal.Key] = deal.Aggregate(states.GetValueOrDefault(deal.Key), (state, x) => Evolve(state, new DealId(deal.Key), (Fact)x.Data))!;

        var (ids, written) = (states.Keys.ToArray(), states.Where(x => x.Value is not null).ToArray());
        operations.QueueSqlCommand($"insert into {States} (id, state) select x.id, x.state::jsonb from unnest(?::uuid[], ?::text[]) as x(id, state) on conflict (id) do update set state = excluded.state",
            written.Select(x => x.Key).ToArray(), written.Select(x => JsonSerializer.Serialize(x.Value, CrmStore.Json)).ToArray());
        operations.QueueSqlCommand($"delete from {Rows} where deal = any(?)", ids);
        // Each row a text of its own: those of a page together are half a megabyte, an object that only full collections take away.
        var rows = written.SelectMany(x => RowsOf(new DealId(x.Key), x.Value!)).Select(x => JsonSerializer.Serialize(x, RowJson)).ToArray();
        if (rows.Length > 0) operations.QueueSqlCommand($"insert into {Rows} select r.* from unnest(?::text[]) x, jsonb_populate_record(null::{Rows}, x::jsonb) r", (object)rows);
    }

    private async Task<Dictionary<Guid, TState?>> Load(IDocumentOperations operations, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select id, state from {States} where id = any($1)");
        command.Parameters.AddWithValue(ids);
        await using var reader = await operations.ExecuteReaderAsync(command, ct);
        var states = new Dictionary<Guid, TState?>();
        while (await reader.ReadAsync(ct)) states[reader.GetGuid(0)] = JsonSerializer.Deserialize<TState>(reader.GetString(1), CrmStore.Json);
        return states;
    }

    private PostgresqlObjectName Named(string name) => new(schema, name, SchemaUtils.IdentifierUsage.General);

    private static readonly JsonSerializerOptions RowJson = new(CrmStore.Json) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
