using System.Text.Json.Serialization;
using Crm.Domain.Reminders;
using JasperFx.Events;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>The inline document of a reminder. Its columns are what the timer claims by, and what lists filter and sort.</summary>
public sealed class ReminderDocument
{
    public Guid Id { get; init; }
    public required Reminder State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; }

    // Columns, all derived.
    [JsonIgnore]
    public Guid OwnerId => State.Owner.Value;

    [JsonIgnore]
    public string Status => Reminders.StatusColumn.Of(State.Status);

    /// <summary>When it fires next; null: not unless something changes.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextAt => State.NextAt;

    /// <summary>When it fired, while it is neither snoozed nor dismissed.</summary>
    [JsonIgnore]
    public DateTimeOffset? FiredAt => State.Firing?.At;

    [JsonIgnore]
    public Guid? DealId => State.Deal?.Value;

    [JsonIgnore]
    public Guid? ClientId => State.Client?.Value;

    /// <summary>The deal on whose tasks its time depends; null: it goes by no due date.</summary>
    [JsonIgnore]
    public Guid? DueDealId => State.LiveTie?.Task is null ? null : DealId;

    /// <summary>The columns and their PostgreSQL types.</summary>
    internal static IEnumerable<(string Name, string Type)> Written =>
        [
            ("owner_id", "uuid"),
            ("deal_id", "uuid"),
            ("client_id", "uuid"),
            ("due_deal_id", "uuid"),
            ("status", "varchar"),
            ("next_at", "timestamptz"),
            ("fired_at", "timestamptz"),
        ];

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        foreach (var name in (string[])["OwnerId", "DealId", "ClientId", "DueDealId"])
            mapping.DuplicateField(name, "uuid").DbType = NpgsqlDbType.Uuid;
        mapping.DuplicateField("Status");
        mapping.DuplicateField("NextAt");
        mapping.DuplicateField("FiredAt");
        Index(mapping, "reminder_owner", null, "owner_id", "id");
        Index(mapping, "reminder_deal", "deal_id", "deal_id", "id");
        Index(mapping, "reminder_next", "next_at", "next_at");
        Index(mapping, "reminder_fired", "fired_at", "owner_id", "fired_at");
        Index(mapping, "reminder_due_deal", "due_deal_id", "due_deal_id");
    }

    /// <param name="present">The column without which a row is not in the index; null: all rows are.</param>
    private static void Index(DocumentMapping mapping, string name, string? present, params string[] columns) =>
        mapping.Indexes.Add(
            new IndexDefinition(name)
            {
                Columns = columns,
                Predicate = present is null ? null : $"({present} IS NOT NULL)",
            }
        );
}

/// <summary>The status of a reminder in its column, as in JSON.</summary>
public static class StatusColumn
{
    public static string Of(ReminderStatus status) => Crm.Domain.Kernel.Phrase.NameOf(status);
}

/// <summary>Tells Marten how to fold the events of a reminder.</summary>
public sealed class ReminderProjection() : StreamProjection<ReminderDocument>("reminder")
{
    public override ReminderDocument? Evolve(ReminderDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static ReminderDocument? After(
        ReminderDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        Reminder.Evolve(before?.State, new ReminderId(id), domainEvent) is { } state
            ? new()
            {
                Id = id,
                State = state,
                RecordedAt = before?.RecordedAt ?? recordedAt,
                UpdatedAt = recordedAt,
                Version = (before?.Version ?? 0) + 1,
            }
            : null;
}
