using System.Text.Json.Serialization;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Activities;

// Recipients, subject and text of a mail are personal data; the attached file is the issued document, which never
// changes.

/// <summary>A user wrote a comment on the deal.</summary>
public sealed record CommentAdded(CommentId Comment, Personal Text) : DomainEvent;

/// <summary>A contact with the client. On a closed deal it is history only, never evidence.</summary>
public sealed record InteractionRecorded(
    InteractionId Interaction,
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With,
    bool IsEvidence
) : DomainEvent
{
    /// <summary>When it took place; null: at the time of the event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How long it took, in minutes; null: unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DurationMinutes { get; init; }

    /// <summary>What came of it; null: nothing is noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Personal? Outcome { get; init; }

    /// <summary>The user who recorded it; null: a key without a user, or an event of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? By { get; init; }
}

/// <summary>
/// The record of an interaction was corrected. The texts are in its own stream; the deal keeps what its evidence is judged by.
/// </summary>
public sealed record InteractionRevised(InteractionId Interaction, InteractionKind Kind, Direction? Direction)
    : DomainEvent;

/// <summary>An interaction belongs to the deal no more: it was unlinked or withdrawn.</summary>
public sealed record InteractionDetached(InteractionId Interaction, Personal? Reason) : DomainEvent;

public sealed record PresentationHeld(
    PresentationId Presentation,
    DateTimeOffset HeldAt,
    Personal? Place,
    ImmutableArray<Personal> Attendees,
    ImmutableArray<Personal> Shown,
    Personal Outcome
) : DomainEvent;

public abstract record MailEvent(MailId Mail) : DomainEvent;

public sealed record DocumentMailed(
    MailId Mail,
    MailedDocument Document,
    Guid DocumentId,
    string Number,
    ImmutableArray<Personal> To,
    ImmutableArray<Personal> Cc,
    Personal Subject,
    Personal Text,
    string Language
) : MailEvent(Mail)
{
    /// <summary>Without a result of an attempt by then the mail has failed; null in events of earlier builds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeliverBy { get; init; }
}

/// <summary>The mail server did not accept the mail this time; it is retried.</summary>
/// <param name="Answer">Response of the mail server.</param>
public sealed record MailDeferred(MailId Mail, int Attempt, DateTimeOffset NextAt, string Reason, Personal? Answer)
    : MailEvent(Mail),
        IAuditOnly;

/// <summary>The mail server accepted the mail. Whether anybody reads it is unknown.</summary>
public sealed record MailDelivered(MailId Mail, int Attempt) : MailEvent(Mail), IAuditOnly;

/// <summary>The mail server rejected the mail permanently, or all retries failed.</summary>
public sealed record MailFailed(MailId Mail, int Attempt, string Reason, Personal? Answer)
    : MailEvent(Mail),
        IAuditOnly;
