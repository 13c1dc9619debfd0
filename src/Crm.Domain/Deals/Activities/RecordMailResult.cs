namespace Crm.Domain.Deals.Activities;

/// <summary>Result of one attempt to deliver an e-mail to the mail server.</summary>
/// <param name="Accepted">The server accepted it.</param>
/// <param name="ForGood">The server rejected it permanently.</param>
/// <param name="Reason">Code of the obstacle.</param>
/// <param name="Answer">Response of the mail server.</param>
public sealed record MailOutcome(bool Accepted, bool ForGood = false, string? Reason = null, Personal? Answer = null);

/// <summary>
/// Records the result of an attempt. A mail in a final status does not change, and each attempt is recorded once.
/// </summary>
public sealed record RecordMailResult(MailId Mail, int Attempt, MailOutcome Outcome) : DealCommand
{
    /// <summary>Delay after each failed attempt: fifteen and a half hours in total.</summary>
    public static ImmutableArray<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
    ];

    /// <summary>The deal may have been closed since the mail was queued.</summary>
    protected override bool OnClosedDeals => true;

    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.Mails.TryGetValue(Mail, out var mail))
            return Rejection.NotFound("mail.not_found");
        if (mail.IsOver || mail.Attempts >= Attempt)
            return Decision.AlreadySatisfied;
        if (Clocks.Referring(at, mail.At) is { } early)
            return early;
        if (Outcome.Accepted)
            return Decision.Accept(new MailDelivered(Mail, Attempt));
        if (Outcome.ForGood || Attempt > Pauses.Length)
            return Decision.Accept(new MailFailed(Mail, Attempt, Outcome.Reason!, Outcome.Answer));
        return Decision.Accept(
            new MailDeferred(Mail, Attempt, at.Context.Now + Pauses[Attempt - 1], Outcome.Reason!, Outcome.Answer)
        );
    }
}
