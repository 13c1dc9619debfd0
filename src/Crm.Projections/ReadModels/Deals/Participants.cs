using Crm.Domain.Deals.Lifecycle;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Users who take part in some deal, or did, written in the transaction of the event. All others see by their teams alone, and their
/// lists need not look for more (ADR 10).
/// </summary>
public sealed class Participants : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.{TableName}";

    private const string TableName = "participant";

    public Participants()
    {
        Name = "participants";
        IncludeType<ParticipantsChanged>();
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        Write(operations, In(events.Select(x => (DomainEvent)x.Data)));
        return Task.CompletedTask;
    }

    /// <summary>Those of deals as they stand: for a store from before they were kept apart.</summary>
    public static void Write(IDocumentOperations operations, IEnumerable<DealDocument> deals) =>
        Write(operations, [.. deals.SelectMany(x => x.ParticipantIds).Distinct().Order()]);

    private static void Write(IDocumentOperations operations, Guid[] users)
    {
        if (users.Length > 0)
            operations.QueueSqlCommand(Sql("?"), users);
    }

    /// <summary>Those of new events as a statement; null where nobody takes part.</summary>
    internal static NpgsqlBatchCommand? Of(IReadOnlyList<DomainEvent> events) =>
        In(events) is { Length: > 0 } users
            ? new NpgsqlBatchCommand(Sql("$1")) { Parameters = { new() { Value = users } } }
            : null;

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, TableName, SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("user_id").AsPrimaryKey();
        return table;
    }

    /// <summary>In one order everywhere: two who add the same users wait for each other in turn.</summary>
    private static Guid[] In(IEnumerable<DomainEvent> events) =>
        [
            .. events
                .OfType<ParticipantsChanged>()
                .SelectMany(x => x.Participants)
                .Select(x => x.Value)
                .Distinct()
                .Order(),
        ];

    private static string Sql(string users) =>
        $"insert into {Qualified} (user_id) select * from unnest({users}::uuid[]) on conflict do nothing";
}
