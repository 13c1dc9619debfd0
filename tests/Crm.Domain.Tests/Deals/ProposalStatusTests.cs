using static Crm.Domain.Tests.Proposals;

namespace Crm.Domain.Tests;

/// <summary>Sending, declining and withdrawing proposals.</summary>
public sealed class ProposalStatusTests
{
    [Fact]
    public void A_proposal_on_offer_is_sent_once()
    {
        var sent = Given(Offered).When(new SendProposal(Offer)).Then(new ProposalSent(Offer));
        Given(sent).When(new SendProposal(Offer)).ThenHolds();
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new SendProposal(Offer))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
        Given(Offered.At(Expiry.AddDays(1)))
            .When(new SendProposal(Offer))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "not expired", "2026-03-31T20:59:59Z", "reviseProposal")
            );
    }

    [Fact]
    public void A_proposal_on_offer_is_declined_once()
    {
        var declined = Given(Offered).When(new DeclineProposal(Offer, Why)).Then(new ProposalDeclined(Offer, Why));
        Given(declined).When(new DeclineProposal(Offer, Why)).ThenHolds();
        Given(declined)
            .When(new AcceptProposal(Offer, null))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "declined", "reviseProposal")
            );
        Given(Offered.Did(new AcceptProposal(Offer, null)))
            .When(new DeclineProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "accepted", "reviseProposal")
            );
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new DeclineProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
    }

    [Fact]
    public void A_proposal_that_is_not_accepted_is_withdrawn_once()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new WithdrawProposal(Offer, Why))
            .Then(new ProposalWithdrawn(Offer, Why));
        var withdrawn = Given(Offered).When(new WithdrawProposal(Offer, Why)).Then(new ProposalWithdrawn(Offer, Why));
        Given(withdrawn).When(new WithdrawProposal(Offer, Why)).ThenHolds();
        Given(Offered.Did(new AcceptProposal(Offer, null)))
            .When(new WithdrawProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "accepted", "reviseProposal")
            );
    }

    [Fact]
    public void Nothing_happens_before_the_latest_event_of_the_proposal()
    {
        var issued = Offered.Events[^1].HappenedAt;
        foreach (
            var command in new DealCommand[]
            {
                new SendProposal(Offer),
                new AcceptProposal(Offer, null),
                new DeclineProposal(Offer, Why),
                new WithdrawProposal(Offer, Why),
                new ReviseProposal(Offer, OtherOffer),
                Verbs.Ordered,
            }
        )
            Given(Offered).When(command, at: issued.AddSeconds(-1)).ThenTooEarly(issued);
    }
}
