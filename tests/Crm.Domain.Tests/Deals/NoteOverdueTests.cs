namespace Crm.Domain.Tests;

public sealed class NoteOverdueTests
{
    private static readonly DateTimeOffset Due = Utc(3, 4, "20:59:59");
    private static readonly DateTimeOffset Expiry = Utc(3, 31, "20:59:59");

    [Fact]
    public void Notes_a_task_once_at_its_due_date()
    {
        Given(Deals.Opened.At(Due.AddSeconds(-1))).When(new RecordOverdue()).ThenHolds();
        var noted = Given(Deals.Opened.At(Due.AddDays(1)))
            .When(new RecordOverdue())
            .Then(
                new StageTaskOverdue(Deals.Opened.Open.Id, "record-first-contact")
                {
                    HappenedAt = Due,
                    Cause = Cause.Timer("task.due"),
                }
            );
        noted.Deal.Version.Should().Be(Deals.Opened.Deal.Version);
        Given(noted).When(new RecordOverdue()).ThenHolds();
    }

    [Fact]
    public void Notes_an_expiry_once_at_its_date()
    {
        var given = Deals
            .Simple.Did(new DraftProposal(Offer, Chairs10))
            .Did(new IssueProposal(Offer, Chairs10))
            .At(Expiry.AddDays(9));
        var noted = Given(given)
            .When(new RecordOverdue())
            .Then(new ProposalExpired(Offer) { HappenedAt = Expiry, Cause = Cause.Timer("proposal.expiry") });
        Given(noted).When(new RecordOverdue()).ThenHolds();
        Given(given.Did(new WithdrawProposal(Offer, Why))).When(new RecordOverdue()).ThenHolds();
    }

    [Fact]
    public void What_was_past_when_it_was_recorded_is_not_noted()
    {
        var given = Story.Opened(ShippedKinds.StandardSale, at: Monday.AddDays(-30));
        Given(given).When(new RecordOverdue()).ThenHolds();
        RecordOverdue.NextAt(given.Deal).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mail_without_a_result_has_failed_after_24_hours_once_also_on_a_closed_deal(bool closed)
    {
        var mail = new MailId(Id(600));
        var letter = new Letter(mail, [Text("anna@client.example")], [], Text("subject"), Text("text"), "ru");
        var given = Deals
            .Simple.Did(new DraftProposal(Offer, Chairs10))
            .Did(new IssueProposal(Offer, Chairs10))
            .Did(new IdentifyClient(Acme));
        var mailed = given.Did(new MailProposal(Offer, mail, _ => letter));
        var by = mailed.Deal.Mails[mail].DeliverBy!.Value;
        var story = closed ? mailed.Did(Verbs.Win) : mailed;

        Given(story.At(by.AddSeconds(-1))).When(new RecordOverdue()).ThenHolds();
        var failed = Given(story.At(by.AddHours(3)))
            .When(new RecordOverdue())
            .Then(
                new MailFailed(mail, 0, "mail.no_result", Answer: null)
                {
                    HappenedAt = by,
                    Cause = Cause.Timer("mail.deliver_by"),
                }
            );
        Given(failed).When(new RecordOverdue()).ThenHolds();
        Given(failed).When(new RecordMailResult(mail, 1, new(true))).ThenHolds();
        var deferred = story.Did(new RecordMailResult(mail, 1, new(false, Reason: "mail.deferred")));
        Given(deferred.At(by.AddHours(-1))).When(new RecordOverdue()).ThenHolds();
        RecordOverdue.NextAt(story.Did(new RecordMailResult(mail, 1, new(true))).Deal).Should().NotBe(by);
    }

    [Fact]
    public void An_overdue_event_is_not_before_a_reopening()
    {
        var issued = Deals
            .Simple.Did(new DraftProposal(Offer, Chairs10))
            .Did(new IssueProposal(Offer, Chairs10))
            .Did(new IdentifyClient(Acme))
            .Did(Verbs.Win);
        var reopened = issued.At(Expiry.AddDays(2)).Did(new ReopenDeal(Why));
        Given(reopened)
            .When(new RecordOverdue())
            .Then(
                new ProposalExpired(Offer) { HappenedAt = Expiry.AddDays(2), Cause = Cause.Timer("proposal.expiry") }
            );
    }

    [Fact]
    public void Says_when_it_is_next_needed()
    {
        RecordOverdue.NextAt(Deals.Opened.Deal).Should().Be(Due);
        RecordOverdue.NextAt(Deals.WithOffer.Deal).Should().Be(Utc(3, 5, "20:59:59"));
        RecordOverdue.NextAt(Deals.Simple.Deal).Should().BeNull();
        RecordOverdue.NextAt(Deals.Lost.Deal).Should().BeNull();
    }
}
