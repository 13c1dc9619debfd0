using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Settings;

namespace Crm.Api.Mail;

/// <summary>A document sent by e-mail.</summary>
/// <param name="Document">Type of the sent document: <c>proposal</c> or <c>invoice</c>.</param>
/// <param name="DocumentId">Id of the proposal or invoice.</param>
/// <param name="Number">Number of the document.</param>
/// <param name="To">E-mail addresses of the recipients.</param>
/// <param name="Cc">E-mail addresses of the recipients of a copy.</param>
/// <param name="Subject">Subject; null after it was erased.</param>
/// <param name="Text">Text of the message; null after it was erased.</param>
/// <param name="Lang">Language of the document.</param>
/// <param name="Status">
/// State of the delivery: <c>queued</c>, <c>retrying</c>, <c>delivered</c> (the mail server accepted it) or <c>failed</c>.
/// </param>
/// <param name="Attempts">Number of delivery attempts so far.</param>
/// <param name="NextAttemptAt">Time of the next attempt; null when there is none.</param>
/// <param name="Problem">Why the last attempt failed; null when it did not.</param>
/// <param name="StatusAt">Time at which the mail entered its present state.</param>
public sealed record MailAnswer(
    Guid Id,
    Guid DealId,
    MailedDocument Document,
    Guid DocumentId,
    string Number,
    IReadOnlyList<string?> To,
    IReadOnlyList<string?> Cc,
    string? Subject,
    string? Text,
    [property: ValuesOf(typeof(DocumentLanguage))] string Lang,
    MailStatus Status,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    MailProblem? Problem,
    DateTimeOffset StatusAt,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static MailAnswer Of(PartOf<DocumentMailed> x)
    {
        var (f, now) = (x.Fact, x.Deal.Mails[x.Fact.Mail]);
        return new(
            f.Mail.Value,
            x.Deal.Id.Value,
            f.Document,
            f.DocumentId,
            f.Number,
            [.. f.To.Select(t => t.Text)],
            [.. f.Cc.Select(t => t.Text)],
            f.Subject.Text,
            f.Text.Text,
            f.Language,
            now.Status,
            now.Attempts,
            now.NextAt,
            now.Reason is { } code ? new(code, now.Answer?.Text) : null,
            now.At,
            f.HappenedAt,
            x.RecordedAt
        );
    }
}
