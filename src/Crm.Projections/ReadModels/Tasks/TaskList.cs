using System.Text.Json.Serialization;
using Npgsql;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>A row of the inbox.</summary>
/// <param name="Deal">The deal of a stage task, or that an assignment is about; also when its reader does not see it.</param>
/// <param name="Client">The client that an assignment itself is about.</param>
/// <param name="Title">Title of an assignment; null: a stage task, whose title its kind has.</param>
/// <param name="Owner">The author of an assignment; the manager of a stage task's deal.</param>
/// <param name="DueAt">Due date of the next step; null: none.</param>
public sealed record TaskRow(
    Guid Id,
    bool IsStage,
    Guid? Deal,
    Guid? Client,
    string? Title,
    string? Code,
    string? Kind,
    int? KindVersion,
    string? Stage,
    string Status,
    bool IsOpen,
    int Importance,
    Guid? Assignee,
    string? Role,
    Guid? Owner,
    Guid? Reviewer,
    DateTimeOffset? DueAt,
    DateTimeOffset? FirstDueAt,
    int Postponed,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClosedAt
);

/// <summary>What counts of tasks are grouped by.</summary>
[JsonConverter(typeof(CamelCase<TaskGrouping>))]
public enum TaskGrouping
{
    Day,
    Assignee,
    Type,
    Importance,
}

/// <summary>Stage tasks and assignments that a caller may see.</summary>
public sealed class TaskList : ListQuery
{
    /// <param name="visibility">Null: a filter admits only visible tasks.</param>
    public TaskList(TaskVisibility? visibility)
        : base(
            $"{TaskTable.Qualified} t",
            "t.id, t.type, t.deal_id, t.client_id, t.title, t.code, t.kind, t.kind_version, t.stage, t.status, t.is_open, "
                + "t.importance, t.assignee_id, t.role, t.owner_id, t.reviewer_id, t.due_at, t.first_due_at, t.postponed, "
                + "t.raised_at, t.closed_at",
            "t.id"
        )
    {
        if (visibility?.Ways(Parameter) is { } seen)
            Only(seen);
    }

    /// <summary>Available sort orders.</summary>
    public static IReadOnlyList<SortColumn> Sorts { get; } =
    [
        new("dueAt", "t.due_at", "timestamptz", false)
        {
            // PostgreSQL names the column after the last branch, and the page has a due_at already.
            Falling = "case when t.due_at < 'infinity' then t.due_at else '-infinity'::timestamptz end",
        },
        new("raisedAt", "t.raised_at", "timestamptz", false),
        new("importance", "t.importance", "integer", false),
    ];

    public static TaskRow Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetString(1) == "stage",
            Uuid(row, 2),
            Uuid(row, 3),
            Text(row, 4),
            Text(row, 5),
            Text(row, 6),
            row.IsDBNull(7) ? null : row.GetInt32(7),
            Text(row, 8),
            row.GetString(9),
            row.GetBoolean(10),
            row.GetInt32(11),
            Uuid(row, 12),
            Text(row, 13),
            Uuid(row, 14),
            Uuid(row, 15),
            row.GetFieldValue<DateTimeOffset>(16) is var due && due < DateTimeOffset.MaxValue ? due : null,
            Instant(row, 17),
            row.GetInt32(18),
            row.GetFieldValue<DateTimeOffset>(19),
            Instant(row, 20)
        );

    public void OfType(bool isStage) => Where($"t.type = {Parameter(isStage ? "stage" : "assignment")}");

    public void IsOpen(bool isOpen) => Where(isOpen ? "t.is_open" : "not t.is_open");

    public void InStatus(string[] statuses) => Where($"t.status = any({Parameter(statuses)})");

    public void AssignedTo(params Guid[] users) =>
        Where(
            users.Length == 1 ? $"t.assignee_id = {Parameter(users[0])}" : $"t.assignee_id = any({Parameter(users)})"
        );

    /// <summary>Assignments that a user has given.</summary>
    public void GivenBy(Guid user) => Where($"t.owner_id = {Parameter(user)} and t.type = 'assignment'");

    public void ReviewedBy(Guid user) => Where($"t.reviewer_id = {Parameter(user)}");

    /// <summary>Open to a role, none of whose members has accepted it.</summary>
    public void OpenTo(string role) => Where($"t.role = {Parameter(role)} and t.assignee_id is null");

    public void OfDeal(Guid deal) => Where($"t.deal_id = {Parameter(deal)}");

    /// <summary>Of the client's deals within a visibility, or of the client itself.</summary>
    public void OfClient(Guid client, Crm.Projections.ReadModels.Deals.DealVisibility deals)
    {
        var id = Parameter(client);
        var seen = deals.Sql("c", Parameter) is { } condition ? " and " + condition : "";
        Where(
            $"(t.client_id = {id} or t.deal_id in (select c.id from {StoreTables.Deals} c where c.client_id = {id}{seen}))"
        );
    }

    public void OfImportance(int[] degrees) => Where($"t.importance = any({Parameter(degrees)})");

    /// <summary>A task without a due date matches no range.</summary>
    public void Due(Comparison comparison, DateTimeOffset bound) =>
        Where($"t.due_at {comparison.Sql()} {Parameter(bound)} and t.due_at < 'infinity'");

    public void Overdue(DateTimeOffset now) => Where($"t.is_open and t.due_at < {Parameter(now)}");

    public void Nothing() => Where("false");

    /// <summary>The key of a group, as text; null for tasks without one.</summary>
    /// <param name="zone">Time zone of the days, IANA.</param>
    public string KeyOf(TaskGrouping grouping, string zone) =>
        grouping switch
        {
            TaskGrouping.Day =>
                $"case when t.due_at < 'infinity' then (t.due_at at time zone {Parameter(zone)})::date::text end",
            TaskGrouping.Assignee => "t.assignee_id::text",
            TaskGrouping.Type => "t.type",
            _ => "(array['low', 'normal', 'high'])[t.importance + 1]",
        };

    private static Guid? Uuid(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
