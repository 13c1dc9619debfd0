using Crm.Domain.Kernel;

namespace Crm.Api.Reminders;

/// <summary>A due date before which a reminder fires.</summary>
/// <param name="TaskId">Id of a stage task of the deal in <c>dealId</c>.</param>
/// <param name="Interval">How long before, as a duration of ISO 8601, such as <c>P1D</c>; <c>PT0S</c>: at the due date itself.</param>
public sealed record BeforeBody(Guid TaskId, [property: Identifier] string Interval);

/// <summary>Sets a reminder, at one of <c>at</c>, <c>after</c> and <c>before</c>.</summary>
/// <param name="Text">What to remind of, at most 1,000 characters.</param>
/// <param name="UserId">Who is reminded; the caller when omitted. A colleague needs <c>reminders.others</c>.</param>
/// <param name="At">When it fires. With <c>repeat</c> the first possible occurrence, at most ten years back.</param>
/// <param name="After">From now on, as a duration of ISO 8601, such as <c>PT2H</c> or <c>P2D</c>; at most ten years.</param>
/// <param name="Before">Before a due date, with which the reminder moves.</param>
/// <param name="Repeat">
/// Rule of RFC 5545 (RRULE) without the name, such as <c>FREQ=WEEKLY;BYDAY=MO</c>: DAILY, WEEKLY, MONTHLY or YEARLY at the time of
/// <c>at</c>. An UNTIL that is a day counts to its end.
/// </param>
/// <param name="TimeZone">
/// IANA name of the time zone by whose wall clock rule and days go, such as <c>Europe/Moscow</c>; that of the user's profile when
/// omitted, else that of the company.
/// </param>
/// <param name="DealId">The deal that it is about. The user must see it, now and whenever the reminder fires.</param>
/// <param name="ClientId">The client that it is about. The user must see it, now and whenever the reminder fires.</param>
public sealed record SetReminderBody(
    [property: SeveralLines] string Text,
    Guid? UserId = null,
    DateTimeOffset? At = null,
    [property: Identifier] string? After = null,
    BeforeBody? Before = null,
    [property: Identifier] string? Repeat = null,
    [property: Identifier] string? TimeZone = null,
    Guid? DealId = null,
    Guid? ClientId = null,
    Guid? Id = null
);

/// <summary>Changes a reminder; a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Text">What to remind of, at most 1,000 characters; cannot be cleared.</param>
/// <param name="At">When it fires; ends <c>before</c>.</param>
/// <param name="Before">Before a due date; ends <c>at</c> and <c>repeat</c>.</param>
/// <param name="Repeat">Rule of RFC 5545 (RRULE); null: it fires once.</param>
/// <param name="TimeZone">IANA name of the time zone; cannot be cleared.</param>
public sealed record EditReminderBody(
    [property: SeveralLines] string? Text = null,
    DateTimeOffset? At = null,
    BeforeBody? Before = null,
    [property: Identifier] string? Repeat = null,
    [property: Identifier] string? TimeZone = null
);

/// <summary>Puts a firing off, by one of both members.</summary>
/// <param name="For">How long, as a duration of ISO 8601, such as <c>PT15M</c>; at most a year.</param>
/// <param name="Until">Until when; at most a year ahead.</param>
public sealed record SnoozeReminderBody([property: Identifier] string? For = null, DateTimeOffset? Until = null);

/// <summary>Dismisses a firing.</summary>
/// <param name="Series"><c>true</c>: the reminder fires no more, whatever its rule or due date.</param>
public sealed record DismissReminderBody(bool? Series = null);
