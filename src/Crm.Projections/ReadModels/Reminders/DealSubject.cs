using System.Text.Json;
using Crm.Domain.Access;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Reminders;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>A deal as the subject of a reminder.</summary>
/// <param name="Users">By whom rights on it are judged.</param>
/// <param name="Tasks">All its tasks.</param>
public sealed record DealSubject(DealUsers Users, bool IsOpen, IReadOnlyCollection<StageTask> Tasks)
{
    /// <summary>The due date of what a tie names; null: the deal has no such task.</summary>
    public DueDate? DueDateOf(DueTie tie) => tie.Task is { } task ? TaskDueDates.Of(Tasks, task) : null;

    internal const string Columns =
        "d.id, d.manager_id, d.participant_ids, d.assignee_ids, d.status, d.data->'state'->'tasks'";

    internal static DealSubject Read(NpgsqlDataReader row)
    {
        var assignees = UsersOf(row, 3);
        return new(
            new(
                row.IsDBNull(1) ? null : new UserId(row.GetGuid(1)),
                [.. UsersOf(row, 2).Except(assignees)],
                [.. assignees]
            ),
            row.GetString(4) == "open",
            row.IsDBNull(5)
                ? []
                : JsonSerializer
                    .Deserialize<Dictionary<StageTaskId, StageTask>>(row.GetString(5), StoreFormat.Json)!
                    .Values
        );
    }

    private static IEnumerable<UserId> UsersOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? [] : row.GetFieldValue<Guid[]>(column).Select(user => new UserId(user));
}

/// <summary>
/// The deal of a reminder, locked for share: while the reminder is written no due date of the deal moves, so none moves unnoticed
/// (<see cref="ReminderWakes"/>).
/// </summary>
public sealed class LockedDealSubject(Guid deal) : LockedRead
{
    /// <summary>Null until it is read, and when there is no such deal.</summary>
    public DealSubject? Found { get; private set; }

    protected override NpgsqlBatchCommand Lock =>
        With($"select version from {StoreTables.Streams} where id = $1 for share");

    protected override NpgsqlBatchCommand Command =>
        With($"select {DealSubject.Columns} from {StoreTables.Deals} d where d.id = $1");

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct) =>
        Found = await reader.ReadAsync(ct) ? DealSubject.Read(reader) : null;

    private NpgsqlBatchCommand With(string sql) =>
        new(sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = deal },
            },
        };
}
