using System.Text.Json.Serialization;
using Crm.Domain.Reminders;
using Crm.Projections.ReadModels.Reminders;

namespace Crm.Api.Reminders;

/// <summary>The due date that a reminder goes by.</summary>
/// <param name="TaskId">
/// Id of the stage task that was named. Where the process raised the task again later, the reminder goes by that one.
/// </param>
/// <param name="Interval">How long before it, as a duration of ISO 8601.</param>
/// <param name="DueAt">The due date that <c>nextAt</c> was computed from.</param>
public sealed record BeforeAnswer(Guid? TaskId, string Interval, DateTimeOffset? DueAt);

/// <summary>A firing that was neither snoozed nor dismissed.</summary>
/// <param name="At">Time at which it fired.</param>
/// <param name="PlannedFor">The latest time that it was planned for.</param>
/// <param name="Occurrences">
/// How many occurrences it stands for: more than one after the server was down; 0 when it fired at the end of a snooze.
/// </param>
public sealed record FiringAnswer(DateTimeOffset At, DateTimeOffset PlannedFor, int Occurrences);

/// <summary>A reminder (напоминание) of a user.</summary>
/// <param name="Text">What to remind of; null after it was erased.</param>
/// <param name="UserId">Id of the user who is reminded.</param>
/// <param name="At">When it fires, or the first possible occurrence of its rule; null before a due date.</param>
/// <param name="Repeat">Rule of RFC 5545 (RRULE); null: it fires once.</param>
/// <param name="Before">The due date that it goes by; null: none.</param>
/// <param name="TimeZone">IANA name of the time zone by whose wall clock rule and days go.</param>
/// <param name="DealId">The deal that it is about; null: none.</param>
/// <param name="ClientId">The client that it is about; null: none.</param>
/// <param name="NextAt">When it fires next, after a snooze too; null: not unless something changes.</param>
/// <param name="SnoozedUntil">End of the snooze; null: it is not snoozed.</param>
/// <param name="Firing">What it shows now; null unless the status is <c>due</c>.</param>
/// <param name="EndReason">
/// Why it is done or its last occurrence was passed over: <c>dismissed</c>, <c>subject.finished</c>, <c>deal.closed</c>,
/// <c>subject.not_visible</c> or <c>user.inactive</c>; null: neither.
/// </param>
/// <param name="RecordedAt">Time at which the reminder was set.</param>
/// <param name="UpdatedAt">Time at which the last event of the reminder was recorded.</param>
/// <param name="Version">Version: number of events of the reminder so far; the <c>n</c> of the ETag.</param>
public sealed record ReminderAnswer(
    Guid Id,
    string? Text,
    Guid UserId,
    DateTimeOffset? At,
    string? Repeat,
    BeforeAnswer? Before,
    string TimeZone,
    Guid? DealId,
    Guid? ClientId,
    ReminderStatus Status,
    DateTimeOffset? NextAt,
    DateTimeOffset? SnoozedUntil,
    FiringAnswer? Firing,
    string? EndReason,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    /// <summary>Its next ten times by rule and due date; absent in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DateTimeOffset>? Occurrences { get; init; }

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static ReminderAnswer Of(ReminderDocument x)
    {
        var r = x.State;
        return new(
            x.Id,
            r.Text.Text,
            r.Owner.Value,
            r.Timing.At,
            r.Timing.Repeat,
            r.Timing.Before is { } tie ? new(tie.Task?.Value, tie.Interval, r.DueAt) : null,
            r.TimeZone,
            r.Deal?.Value,
            r.Client?.Value,
            r.Status,
            r.NextAt,
            r.SnoozedUntil,
            r.Firing is { } firing ? new(firing.At, firing.PlannedFor, firing.Occurrences) : null,
            r.EndReason,
            x.RecordedAt,
            x.UpdatedAt,
            x.Version
        );
    }

    public StoredAnswer ToStored(Viewer viewer, int status) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/reminders/{Id}" : null);
}

/// <summary>Answers with one reminder and its next times.</summary>
public sealed class ReminderAnswers(IRecurrences recurrences)
{
    private const int Shown = 10;

    public ReminderAnswer Of(ReminderDocument document, DateTimeOffset now) =>
        ReminderAnswer.Of(document) with
        {
            Occurrences = Next(document.State, now),
        };

    public StoredAnswer ToStored(DocumentResult<ReminderDocument> result, Viewer viewer, int status) =>
        (
            Of(result.Document, result.Context.Now) with
            {
                Warnings = Problems.Warnings.In(result.Warnings, viewer.Language),
            }
        ).ToStored(viewer, status);

    private DateTimeOffset[] Next(Reminder reminder, DateTimeOffset now) =>
        reminder.NextOccurrence is not { } next ? []
        : reminder.Timing is { Repeat: { } rule, At: { } start }
            ? [.. recurrences.After(rule, start, reminder.TimeZone, next <= now ? now : next.AddTicks(-1)).Take(Shown)]
        : [next];
}
