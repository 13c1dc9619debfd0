using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Users who participate in some deal or have a task on one of another manager, now or in the past, written in the transaction of the
/// event. All others see
/// deals by their teams only, so their lists skip the check of participants (ADR 10).
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

    /// <summary>Writes those of existing deals, for a store from before this table.</summary>
    public static void Write(IDocumentOperations operations, IEnumerable<DealDocument> deals) =>
        Write(operations, [.. deals.SelectMany(x => x.ParticipantIds).Distinct().Order()]);

    private static void Write(IDocumentOperations operations, Guid[] users)
    {
        if (users.Length > 0)
            operations.QueueSqlCommand(Sql("?"), users);
    }

    /// <summary>A statement that writes those of the deals whose events may have added one; null when there are none.</summary>
    internal static NpgsqlBatchCommand? Of(IEnumerable<DealEvents> deals) =>
        deals
            .Where(deal => deal.Events.Any(Adds))
            .SelectMany(deal => deal.After.ParticipantIds)
            .Distinct()
            .Order()
            .ToArray()
            is { Length: > 0 } users
            ? new NpgsqlBatchCommand(Sql("$1")) { Parameters = { new() { Value = users } } }
            : null;

    private static bool Adds(DomainEvent domainEvent) =>
        domainEvent
            is ParticipantsChanged
                or StageTaskRaised
                or StageTaskReassigned
                or StageTaskAccepted
                or ManagerAssigned;

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, TableName, SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("user_id").AsPrimaryKey();
        return table;
    }

    /// <summary>Always in the same order, so that concurrent inserts of the same users cannot deadlock.</summary>
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
