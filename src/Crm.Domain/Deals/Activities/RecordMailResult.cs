namespace Crm.Domain.Deals.Activities;

/// <summary>What became of one attempt to hand an e-mail to the mail server.</summary>
/// <param name="Accepted">It was taken.</param>
/// <param name="ForGood">It was not, and never will be.</param>
/// <param name="Reason">Code of what stood against it.</param>
/// <param name="Answer">What the mail server said.</param>
public sealed record MailOutcome(bool Accepted, bool ForGood = false, string? Reason = null, Personal? Answer = null);

/// <summary>Notes what became of an attempt. A mail that is over stays so, and an attempt that was noted is not noted again.</summary>
public sealed record RecordMailResult(MailId Mail, int Attempt, MailOutcome Outcome) : DealCommand
{
    /// <summary>How long it waits after each attempt that failed: fifteen hours and a half in all.</summary>
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

    /// <summary>The deal may have been closed meanwhile.</summary>
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
