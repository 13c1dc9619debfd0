using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>An e-mail with a document for the client.</summary>
/// <param name="Attempts">Number of delivery attempts.</param>
public sealed record Mail(
    MailId Id,
    MailedDocument Document,
    Guid DocumentId,
    MailStatus Status,
    int Attempts,
    DateTimeOffset At
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Personal? Answer { get; init; }

    /// <summary>Without a result of an attempt by then the mail has failed; null when it is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeliverBy { get; init; }

    /// <summary>How long an attempt may go without a result: longer than its message is retried.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromHours(24);

    [JsonIgnore]
    public bool IsOver => Status is MailStatus.Delivered or MailStatus.Failed;

    /// <summary>Folds one event; total: events about an unknown mail are ignored.</summary>
    public static ImmutableSortedDictionary<MailId, Mail> After(
        ImmutableSortedDictionary<MailId, Mail> mails,
        MailEvent domainEvent
    )
    {
        if (domainEvent is DocumentMailed sent)
            return mails.SetItem(
                sent.Mail,
                new(sent.Mail, sent.Document, sent.DocumentId, MailStatus.Queued, 0, sent.HappenedAt)
                {
                    DeliverBy = sent.DeliverBy ?? sent.HappenedAt + LongestAttempt,
                }
            );
        if (!mails.TryGetValue(domainEvent.Mail, out var mail))
            return mails;
        return mails.SetItem(
            domainEvent.Mail,
            domainEvent switch
            {
                MailDeferred f => mail with
                {
                    Status = MailStatus.Retrying,
                    Attempts = f.Attempt,
                    NextAt = f.NextAt,
                    DeliverBy = f.NextAt + LongestAttempt,
                    Reason = f.Reason,
                    Answer = f.Answer,
                    At = f.HappenedAt,
                },
                MailDelivered f => mail with
                {
                    Status = MailStatus.Delivered,
                    Attempts = f.Attempt,
                    NextAt = null,
                    DeliverBy = null,
                    Reason = null,
                    Answer = null,
                    At = f.HappenedAt,
                },
                MailFailed f => mail with
                {
                    Status = MailStatus.Failed,
                    Attempts = f.Attempt,
                    NextAt = null,
                    DeliverBy = null,
                    Reason = f.Reason,
                    Answer = f.Answer,
                    At = f.HappenedAt,
                },
                _ => throw new ArgumentOutOfRangeException(
                    nameof(domainEvent),
                    domainEvent.GetType().Name,
                    "an event that mails do not handle"
                ),
            }
        );
    }
}

/// <summary>Recipient and content of an e-mail.</summary>
/// <param name="Language"><c>ru</c> or <c>en</c>: language of the attached document.</param>
public sealed record Letter(
    MailId Id,
    ImmutableArray<Personal> To,
    ImmutableArray<Personal> Cc,
    Personal Subject,
    Personal Text,
    string Language
)
{
    /// <param name="now">When it is queued.</param>
    public DocumentMailed About(MailedDocument document, Guid id, string number, DateTimeOffset now) =>
        new(Id, document, id, number, To, Cc, Subject, Text, Language) { DeliverBy = now + Mail.LongestAttempt };
}
