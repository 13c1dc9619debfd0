using Crm.Domain.Deals.Activities;
using Crm.Domain.Settings;

namespace Crm.Api.Mail;

/// <summary>Sends a document by e-mail.</summary>
/// <param name="To">Recipients: e-mail addresses without names, at most ten together with <c>cc</c>.</param>
/// <param name="Cc">Recipients of a copy: e-mail addresses without names.</param>
/// <param name="Subject">Subject; the kind and number of the document when omitted.</param>
/// <param name="Text">Text of the message; a greeting when omitted.</param>
/// <param name="Lang">Language of the document; the company's first language when omitted.</param>
public sealed record EmailDocumentBody(
    [property: Identifier] IReadOnlyList<string> To,
    [property: Identifier] IReadOnlyList<string>? Cc = null,
    string? Subject = null,
    [SeveralLines] string? Text = null,
    [property: Identifier, ValuesOf(typeof(DocumentLanguage))] string? Lang = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>Creates e-mails from requests. All addresses and texts are validated before anything is written.</summary>
public sealed class DocumentMails(MailSettings settings, Company company)
{
    private const int MostRecipients = 10;

    /// <summary>An e-mail that is complete except for the number of its document.</summary>
    public Func<MailedDocument, string, Letter> Of(EmailDocumentBody body, MailId id)
    {
        if (!settings.Configured)
            throw new ProblemException(409, "mail.not_configured");
        var (to, cc) = (
            Addresses(TextValidation.Some(body.To, "/to", MostRecipients), "/to"),
            Addresses(TextValidation.Most(body.Cc, "/cc", MostRecipients), "/cc")
        );
        if (to.Length + cc.Length > MostRecipients)
            throw ProblemException.Member("/cc", "member.too_many", $"at most {MostRecipients} addresses in all");
        var language = body.Lang ?? company.Settings.Languages[0];
        if (language is not ("ru" or "en"))
            throw ProblemException.Member("/lang", "language.unknown", "ru, en");
        var subject = TextValidation.Optional(body.Subject, "/subject", TextValidation.Short);
        var text = TextValidation.Optional(body.Text, "/text", TextValidation.Long);
        return (document, number) =>
        {
            var name = (document == MailedDocument.Proposal ? MailTexts.Proposal : MailTexts.Invoice).With(
                language,
                number
            );
            return new Letter(
                id,
                to,
                cc,
                TextValidation.Personal(subject ?? name, "/subject"),
                TextValidation.Personal(text ?? MailTexts.Greeting.With(language, name), "/text"),
                language
            );
        };
    }

    private static ImmutableArray<Personal> Addresses(IReadOnlyList<string> given, string pointer)
    {
        List<string> addresses = [];
        for (var i = 0; i < given.Count; i++)
        {
            var address = TextValidation.Email(given[i], $"{pointer}/{i}");
            if (!addresses.Exists(other => EmailAddress.AreSame(address, other)))
                addresses.Add(address);
        }

        return [.. addresses.Select(x => TextValidation.Personal(x, pointer, EmailAddress.Longest))];
    }
}
