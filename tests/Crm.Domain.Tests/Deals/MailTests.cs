namespace Crm.Domain.Tests;

/// <summary>A document by e-mail: what may be sent, and the outcome of its delivery.</summary>
public sealed class MailTests
{
    private static readonly MailId TheMail = new(Id(600));
    private static readonly Letter Letter = new(
        TheMail,
        [Text("anna@client.example")],
        [],
        Text("subject"),
        Text("text"),
        "ru"
    );
    private static readonly MailProposal ByMail = new(Offer, TheMail, _ => Letter);
    private static readonly MailInvoice InvoiceByMail = new(TheInvoice, TheMail, _ => Letter);

    private static Story Drafted => Story.Opened(ShippedKinds.StandardSale).Did(new DraftProposal(Offer, Chairs10));
    private static Story Issued => Drafted.Did(new IssueProposal(Offer, Chairs10));
    private static Story Invoiced =>
        Story
            .Opened(ShippedKinds.StandardSale)
            .Did(new IssueInvoice(TheInvoice, null, null, null, Roubles(100), Rub, false, null));

    private static DocumentMailed Mailed(Story story, MailedDocument document, Guid id, string number) =>
        new(TheMail, document, id, number, Letter.To, [], Letter.Subject, Letter.Text, "ru")
        {
            DeliverBy = story.Now.AddDays(1),
        };

    [Fact]
    public void An_issued_proposal_is_sent_by_being_mailed_and_a_sent_one_is_mailed_alone()
    {
        Given(Issued)
            .When(ByMail)
            .Then(Mailed(Issued, MailedDocument.Proposal, Offer.Value, "P-2026-000001"), new ProposalSent(Offer));
        Given(Issued.Did(new SendProposal(Offer)))
            .When(ByMail)
            .Then(Mailed(Issued.Did(new SendProposal(Offer)), MailedDocument.Proposal, Offer.Value, "P-2026-000001"));
        Given(Issued.Did(new AcceptProposal(Offer, null)))
            .When(ByMail)
            .Then(
                Mailed(
                    Issued.Did(new AcceptProposal(Offer, null)),
                    MailedDocument.Proposal,
                    Offer.Value,
                    "P-2026-000001"
                )
            );
    }

    [Fact]
    public void What_is_no_offer_is_not_mailed()
    {
        Given(Drafted)
            .When(ByMail)
            .ThenRefused(
                "proposal.not_issued",
                new Blocker(
                    "proposal.not_issued",
                    $"proposal:{Offer}",
                    "issued",
                    "draft",
                    Fixes.To("issueProposal", ("proposalId", Offer))
                )
            );
        Given(Issued.Did(new WithdrawProposal(Offer, Why)))
            .When(ByMail)
            .ThenRefused(
                "proposal.not_open",
                new Blocker(
                    "proposal.not_open",
                    $"proposal:{Offer}",
                    "issued or sent",
                    "withdrawn",
                    Fixes.To("reviseProposal", ("proposalId", Offer))
                )
            );
        Given(Issued.Later(TimeSpan.FromDays(60))).When(ByMail).Decision.Refused!.Code.Should().Be("proposal.expired");
        Given(Issued).When(ByMail with { Proposal = OtherOffer }).ThenNotFound("proposal.not_found");
    }

    [Fact]
    public void An_invoice_in_force_is_mailed()
    {
        Given(Invoiced)
            .When(InvoiceByMail)
            .Then(Mailed(Invoiced, MailedDocument.Invoice, TheInvoice.Value, "I-2026-000001"));
        Given(Invoiced.Did(new CancelInvoice(TheInvoice, null)))
            .When(InvoiceByMail)
            .ThenRefused(
                "invoice.cancelled",
                new Blocker(
                    "invoice.cancelled",
                    $"invoice:{TheInvoice}",
                    "in force",
                    "cancelled",
                    Fixes.To("issueInvoice", ("dealId", TheDeal))
                )
            );
        Given(Invoiced.Did(InvoiceByMail)).When(InvoiceByMail).ThenRefused("id.taken");
        Given(Invoiced.Did(new CloseDeal(Outcome.Lost, Lost("price"), null, null, null)))
            .When(InvoiceByMail)
            .ThenClosed("lost");
    }

    [Fact]
    public void An_attempt_is_noted_once_and_a_mail_that_is_over_stays_so()
    {
        var sent = Invoiced.Did(InvoiceByMail);
        var refused = new MailOutcome(false, false, "mail.deferred", Why);
        var waiting = Given(sent)
            .When(new RecordMailResult(TheMail, 1, refused))
            .Then(new MailDeferred(TheMail, 1, sent.Now + TimeSpan.FromMinutes(1), "mail.deferred", Why));
        Given(waiting).When(new RecordMailResult(TheMail, 1, new(true))).ThenHolds();
        var delivered = Given(waiting)
            .When(new RecordMailResult(TheMail, 2, new(true)))
            .Then(new MailDelivered(TheMail, 2));
        Given(delivered).When(new RecordMailResult(TheMail, 3, refused)).ThenHolds();
        Given(sent)
            .When(new RecordMailResult(TheMail, 1, refused with { ForGood = true }))
            .Then(new MailFailed(TheMail, 1, "mail.deferred", Why));
        Given(sent).When(new RecordMailResult(new(Id(601)), 1, new(true))).ThenNotFound("mail.not_found");
        Given(sent.Did(new CloseDeal(Outcome.Lost, Lost("price"), null, null, null)))
            .When(new RecordMailResult(TheMail, 1, new(true)))
            .Then(new MailDelivered(TheMail, 1));
        delivered.Deal.Version.Should().Be(sent.Deal.Version, "what becomes of a letter does not move the deal's tag");
    }

    [Fact]
    public void A_mail_is_in_the_history_of_its_document()
    {
        var sent = Invoiced
            .Did(InvoiceByMail)
            .Did(new RecordMailResult(TheMail, 1, new(false, false, "mail.unreachable")))
            .Did(new RecordMailResult(TheMail, 2, new(true)));
        sent.Events.Where(x => Subjects.Of(x).Contains(TheInvoice.Value))
            .Select(x => x.GetType())
            .Should()
            .Equal(typeof(InvoiceIssued), typeof(DocumentMailed));
        sent.Events.Where(x => Subjects.Of(x).Contains(TheMail.Value))
            .Select(x => x.GetType())
            .Should()
            .Equal(typeof(DocumentMailed), typeof(MailDeferred), typeof(MailDelivered));
    }

    [Fact]
    public void After_the_last_pause_it_has_failed()
    {
        var story = Invoiced.Did(InvoiceByMail);
        for (var attempt = 1; attempt <= RecordMailResult.Pauses.Length; attempt++)
        {
            story = story.Did(new RecordMailResult(TheMail, attempt, new(false, false, "mail.unreachable")));
            story
                .Deal.Mails[TheMail]
                .NextAt.Should()
                .Be(story.Deal.Mails[TheMail].At + RecordMailResult.Pauses[attempt - 1]);
        }

        Given(story)
            .When(
                new RecordMailResult(TheMail, RecordMailResult.Pauses.Length + 1, new(false, false, "mail.unreachable"))
            )
            .Then(new MailFailed(TheMail, RecordMailResult.Pauses.Length + 1, "mail.unreachable", null));
    }
}
