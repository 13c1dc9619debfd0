namespace Crm.Domain.Tests;

public sealed class AcceptProposalTests
{
    private static readonly Story TwoOffers = Deals
        .Simple.Did(new DraftProposal(Offer, Chairs10))
        .Did(new IssueProposal(Offer, Chairs10))
        .Did(new DraftProposal(OtherOffer, Chairs10))
        .Did(new IssueProposal(OtherOffer, Chairs10));

    [Fact]
    public void Accepts_what_was_issued_or_sent()
    {
        var accepted = Given(TwoOffers).When(new AcceptProposal(Offer, Why)).Then(new ProposalAccepted(Offer, Why));
        Given(accepted).When(new AcceptProposal(Offer, null)).ThenHolds();
        Given(TwoOffers.Did(new SendProposal(Offer)))
            .When(new AcceptProposal(Offer, null))
            .Then(new ProposalAccepted(Offer, null));
    }

    [Fact]
    public void Another_one_is_superseded() =>
        Given(TwoOffers.Did(new AcceptProposal(Offer, null)))
            .When(new AcceptProposal(OtherOffer, null))
            .Then(new ProposalSuperseded(Offer, OtherOffer), new ProposalAccepted(OtherOffer, null));

    [Fact]
    public void Unless_an_order_was_placed_from_it()
    {
        var ordered = TwoOffers.Did(new AcceptProposal(Offer, null)).Did(Verbs.Ordered);
        Given(ordered)
            .When(new AcceptProposal(OtherOffer, null))
            .ThenRefused(
                "proposal.already_ordered",
                new Blocker(
                    "proposal.already_ordered",
                    $"proposal:{Offer}",
                    "no order from it",
                    "ordered: O-2026-000001",
                    Fixes.To("cancelOrderLines", ("dealId", TheDeal), ("orderId", TheOrder))
                )
            );
        Given(ordered.Did(Verbs.Ship(1)))
            .When(new AcceptProposal(OtherOffer, null))
            .ThenRefused(
                "proposal.already_ordered",
                new Blocker(
                    "proposal.already_ordered",
                    $"proposal:{Offer}",
                    "no order from it",
                    "ordered: O-2026-000001",
                    null
                )
            );
        Given(ordered.Did(Verbs.Cancel(10)))
            .When(new AcceptProposal(OtherOffer, null))
            .Then(new ProposalSuperseded(Offer, OtherOffer), new ProposalAccepted(OtherOffer, null));
    }

    [Fact]
    public void Expiry_is_judged_at_the_time_of_the_acceptance()
    {
        var expiry = Utc(3, 31, "20:59:59");
        var late = TwoOffers.At(expiry.AddDays(1));
        Given(late)
            .When(new AcceptProposal(Offer, null))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "not expired", "2026-03-31T20:59:59Z", "reviseProposal")
            );
        Given(late)
            .When(new AcceptProposal(Offer, null), at: expiry.AddMilliseconds(500))
            .Then(new ProposalAccepted(Offer, null));
        Given(late)
            .When(new AcceptProposal(Offer, null), at: expiry.AddSeconds(1))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "not expired", "2026-03-31T20:59:59Z", "reviseProposal")
            );
    }

    [Fact]
    public void Drafts_and_decided_ones_are_not_open()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new AcceptProposal(Offer, null))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
        Given(TwoOffers.Did(new DeclineProposal(Offer, Why)))
            .When(new AcceptProposal(Offer, null))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "declined", "reviseProposal")
            );
        Given(TwoOffers).When(new AcceptProposal(new(Id(999)), null)).ThenNotFound("proposal.not_found");
    }

    [Fact]
    public void Not_before_the_latest_event_of_the_one_it_supersedes()
    {
        var given = TwoOffers.Later(TimeSpan.FromDays(1)).Did(new AcceptProposal(Offer, null));
        Given(given)
            .When(new AcceptProposal(OtherOffer, null), at: given.Now.AddHours(-1))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }
}
