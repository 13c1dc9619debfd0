using System.Text.Json.Serialization;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Activities;

// Whom a mail went to, its subject and text are personal; the file is that of the document, which never changes.

/// <summary>Somebody wrote a comment beneath the deal.</summary>
public sealed record CommentAdded(CommentId Comment, Personal Text) : DomainEvent;

/// <summary>A contact with the client. On a closed deal it is history and never evidence.</summary>
public sealed record InteractionRecorded(
    InteractionId Interaction,
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With,
    bool IsEvidence
) : DomainEvent;

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
) : MailEvent(Mail);

/// <summary>The mail server did not take it this time; it is tried again.</summary>
/// <param name="Answer">What the mail server said.</param>
public sealed record MailDeferred(MailId Mail, int Attempt, DateTimeOffset NextAt, string Reason, Personal? Answer)
    : MailEvent(Mail),
        IAuditOnly;

/// <summary>The mail server accepted it. Whether somebody reads it nobody knows.</summary>
public sealed record MailDelivered(MailId Mail, int Attempt) : MailEvent(Mail), IAuditOnly;

/// <summary>The mail server refused it for good, or for too long.</summary>
public sealed record MailFailed(MailId Mail, int Attempt, string Reason, Personal? Answer)
    : MailEvent(Mail),
        IAuditOnly;
