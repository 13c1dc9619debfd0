using static Crm.Domain.Tests.Proposals;

namespace Crm.Domain.Tests;

/// <summary>Drafting, editing, issuing and revising proposals.</summary>
public sealed class ProposalIssueTests
{
    [Fact]
    public void Drafting_binds_the_currency()
    {
        var drafted = Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10))
            .Then(new ProposalDrafted(Offer, null, Rub));
        Given(drafted).When(new DraftProposal(OtherOffer, Chairs10 with { Currency = Usd })).ThenDiffers("RUB", "USD");
        Given(drafted).When(new DraftProposal(Offer, Chairs10)).ThenRefused("id.taken");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Content()))
            .ThenInvalid("/lines", "lines.missing", "at least one");
    }

    [Fact]
    public void Issuing_freezes_the_content_under_a_number() =>
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new IssueProposal(Offer, Chairs10))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    Timed: true
                )
            );

    [Fact]
    public void A_back_dated_issue_whose_expiry_is_past_gets_no_timer()
    {
        var given = Story.Opened(ShippedKinds.Simple).Did(new DraftProposal(Offer, Chairs10)).At(Utc(4, 2, "09:00:00"));
        Given(given)
            .When(new IssueProposal(Offer, Chairs10), at: Utc(3, 30, "09:00:00"))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    Timed: false
                )
            );
    }

    [Fact]
    public void What_is_past_is_not_issued()
    {
        var given = Deals.Simple.Did(new DraftProposal(Offer, Chairs10)).At(Expiry.AddSeconds(1));
        Given(given)
            .When(new IssueProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "a day not past", "2026-03-31", "editProposal")
            );
        given
            .At(Expiry.AddMilliseconds(999))
            .Did(new IssueProposal(Offer, Chairs10))
            .Deal.Proposals[Offer]
            .Status.Should()
            .Be(ProposalStatus.Issued);
    }

    [Fact]
    public void An_issued_proposal_is_not_issued_again()
    {
        Given(Offered).When(new IssueProposal(Offer, Chairs10)).ThenHolds();
        Given(Offered.Did(new DeclineProposal(Offer, Why)))
            .When(new IssueProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.not_draft",
                Blocked.OfProposal("proposal.not_draft", Offer, "draft", "declined", "reviseProposal")
            );
        Given(Offered).When(new IssueProposal(new(Id(999)), Chairs10)).ThenNotFound("proposal.not_found");
    }

    [Fact]
    public void Only_drafts_are_edited()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10))).When(new EditProposal(Offer, Chairs10)).ThenHolds();
        Given(Offered)
            .When(new EditProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.not_draft",
                Blocked.OfProposal("proposal.not_draft", Offer, "draft", "issued", "reviseProposal")
            );
    }

    [Fact]
    public void A_new_revision_keeps_the_number_and_supersedes_those_on_offer()
    {
        var revised = Given(Offered)
            .When(new ReviseProposal(Offer, OtherOffer))
            .Then(new ProposalDrafted(OtherOffer, Offer, Rub));
        var issued = Given(revised.Did(new ReviseProposal(Offer, ThirdOffer)))
            .When(new IssueProposal(OtherOffer, Chairs10))
            .Then(
                new ProposalIssued(
                    OtherOffer,
                    "P-2026-000001",
                    2,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                ),
                new ProposalSuperseded(Offer, OtherOffer)
            );
        Given(issued)
            .When(new IssueProposal(ThirdOffer, Chairs10))
            .Then(
                new ProposalIssued(
                    ThirdOffer,
                    "P-2026-000001",
                    3,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                ),
                new ProposalSuperseded(OtherOffer, ThirdOffer)
            );
    }

    [Fact]
    public void A_new_revision_does_not_happen_before_what_it_supersedes()
    {
        var given = Offered
            .Did(new ReviseProposal(Offer, OtherOffer))
            .Later(TimeSpan.FromDays(1))
            .Did(new SendProposal(Offer));
        Given(given)
            .When(new IssueProposal(OtherOffer, Chairs10), at: Monday.AddHours(2))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void Only_what_was_issued_is_revised()
    {
        var drafted = Deals.Simple.Did(new DraftProposal(Offer, Chairs10));
        Given(drafted)
            .When(new ReviseProposal(Offer, OtherOffer))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "editProposal")
            );
        Given(Offered).When(new ReviseProposal(Offer, Offer)).ThenRefused("id.taken");
    }

    [Fact]
    public void Numbers_count_proposals_not_revisions() =>
        Offered
            .Did(new ReviseProposal(Offer, OtherOffer))
            .Did(new IssueProposal(OtherOffer, Chairs10))
            .Did(new DraftProposal(ThirdOffer, Chairs10))
            .Did(new IssueProposal(ThirdOffer, Chairs10))
            .Deal.Proposals[ThirdOffer]
            .Number.Should()
            .Be("P-2026-000002");
}
