namespace Crm.Domain.Tests;

public sealed class DeclineProposalTests
{
    private static readonly Cause ByDecline = Cause.Rule("proposal.declined");

    public static TheoryData<Story, string> WithRework =>
        new() { { Deals.InPresentation, "hold-presentation" }, { Deals.InTerms, "agree-terms" } };

    [Theory]
    [MemberData(nameof(WithRework))]
    public void Takes_the_deal_back_to_the_proposal_in_the_same_append(Story given, string open) =>
        Given(given)
            .When(new DeclineProposal(Offer, Why))
            .Then(
                new ProposalDeclined(Offer, Why),
                new StageTaskWithdrawn(given.Open.Id, open) { Cause = ByDecline },
                new StageEntered("proposal", 40, Why, StageMove.Rework) { Cause = ByDecline },
                new StageTaskRaised(given.NextTask, "prepare-proposal", "proposal", Utc(3, 5, "20:59:59"), true, true)
                {
                    Cause = ByDecline,
                }
            );

    [Fact]
    public void In_other_stages_it_only_marks_the_proposal()
    {
        Given(Deals.WithOffer).When(new DeclineProposal(Offer, Why)).Then(new ProposalDeclined(Offer, Why));
        var late = Deals
            .InPreparation.Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(new IssueProposal(OtherOffer, Chairs10));
        Given(late).When(new DeclineProposal(OtherOffer, Why)).Then(new ProposalDeclined(OtherOffer, Why));
    }

    [Fact]
    public void With_another_one_on_offer_it_only_marks_the_proposal()
    {
        var drafted = Deals.InTerms.Did(new DraftProposal(OtherOffer, Chairs10));
        drafted.Did(new DeclineProposal(Offer, Why)).Deal.Stage!.Stage.Should().Be("proposal");
        var issued = drafted.Did(new IssueProposal(OtherOffer, Chairs10));
        foreach (
            var other in new[]
            {
                issued,
                issued.Did(new SendProposal(OtherOffer)),
                issued.Did(new AcceptProposal(OtherOffer, null)),
            }
        )
            Given(other).When(new DeclineProposal(Offer, Why)).Then(new ProposalDeclined(Offer, Why));
    }

    [Fact]
    public void A_back_dated_decline_takes_its_rework_after_the_last_lifecycle_event()
    {
        var given = Deals.InPresentation.Later(TimeSpan.FromDays(1)).Did(Verbs.Presented(Monday)).Completed();
        var last = given.Events[^1].HappenedAt;
        Given(given)
            .When(new DeclineProposal(Offer, Why), at: Deals.InPresentation.Now)
            .Then(
                new ProposalDeclined(Offer, Why),
                new StageTaskWithdrawn(given.Open.Id, "agree-terms") { Cause = ByDecline, HappenedAt = last },
                new StageEntered("proposal", 40, Why, StageMove.Rework) { Cause = ByDecline, HappenedAt = last },
                new StageTaskRaised(given.NextTask, "prepare-proposal", "proposal", Utc(3, 6, "20:59:59"), true, true)
                {
                    Cause = ByDecline,
                    HappenedAt = last,
                }
            );
    }

    [Fact]
    public void Repeating_is_no_event_and_the_accepted_is_not_open()
    {
        Given(Deals.InTerms.Did(new DeclineProposal(Offer, Why))).When(new DeclineProposal(Offer, Why)).ThenHolds();
        Given(Deals.Agreed)
            .When(new DeclineProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "accepted", "reviseProposal")
            );
    }
}
