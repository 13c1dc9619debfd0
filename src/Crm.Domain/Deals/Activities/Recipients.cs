namespace Crm.Domain.Deals.Activities;

/// <summary>
/// Documents go to contacts of the deal's client. Any other address needs <c>mail.anyone</c>, so that a stolen or misused
/// credential does not send the company's documents, under its name, to whomever it likes.
/// </summary>
public static class Recipients
{
    public static Rejection? Refusal(DecisionContext at, Letter letter) =>
        at.Context.Rights.HasFlag(Rights.MailAnyone)
        || letter.To.Concat(letter.Cc).All(recipient => IsContact(at, recipient))
            ? null
            : Rejection.Forbidden("permission.missing", "mail.anyone");

    private static bool IsContact(DecisionContext at, Personal recipient) =>
        recipient.Text is { } address && at.Client?.Emails.Any(email => EmailAddress.AreSame(email, address)) == true;
}
