using static Crm.Domain.Tests.StageTasks;

namespace Crm.Domain.Tests;

/// <summary>Completing a task: the evidence it uses, the stage that follows, and repeated calls.</summary>
public sealed class CompleteStageTaskTests
{
    [Fact]
    public void Raises_the_first_task_of_the_next_stage_due_at_the_end_of_a_day_in_Moscow()
    {
        var given = Deals.Opened.Did(Verbs.Called);
        Given(given)
            .When(Complete(given))
            .Then(
                new StageTaskCompleted(
                    given.Open.Id,
                    "record-first-contact",
                    [new("interaction_recorded", Call.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("qualification", 20, null, StageMove.Passed) { Cause = Cause.Task(given.Open.Id) },
                new StageTaskRaised(
                    given.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(3, 4, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(given.Open.Id),
                }
            );
    }

    [Fact]
    public void Counts_days_in_the_company_time_zone()
    {
        var given = Deals.Opened.Did(Verbs.Called).At(Utc(3, 2, "21:00:00"));
        Given(given)
            .When(Complete(given))
            .Then(
                new StageTaskCompleted(
                    given.Open.Id,
                    "record-first-contact",
                    [new("interaction_recorded", Call.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("qualification", 20, null, StageMove.Passed) { Cause = Cause.Task(given.Open.Id) },
                new StageTaskRaised(
                    given.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(3, 5, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(given.Open.Id),
                }
            );
    }

    [Fact]
    public void A_refusal_does_not_move_the_version()
    {
        var (decision, used) = Deals.Opened.Decide(Complete(Deals.Opened), null, Rights.All);
        Deals.Opened.Appended(decision, used).Deal.Version.Should().Be(Deals.Opened.Deal.Version);
    }

    [Fact]
    public void The_second_task_of_a_stage_follows_the_first() =>
        Given(Deals.Agreed)
            .When(Complete(Deals.Agreed))
            .Then(
                new StageTaskCompleted(
                    Deals.Agreed.Open.Id,
                    "agree-terms",
                    [new("proposal_accepted", Offer.Value)],
                    null,
                    null,
                    null
                ),
                new StageTaskRaised(Deals.Agreed.NextTask, "place-order", "terms", Utc(3, 3, "20:59:59"), true, false)
                {
                    Cause = Cause.Task(Deals.Agreed.Open.Id),
                }
            );

    [Fact]
    public void Keeps_the_version_of_the_client_that_was_checked() =>
        Given(Deals.Ordered)
            .When(Complete(Deals.Ordered))
            .Then(
                new StageTaskCompleted(Deals.Ordered.Open.Id, "place-order", [], null, Acme, 3),
                new StageEntered("preparation", 80, null, StageMove.Passed)
                {
                    Cause = Cause.Task(Deals.Ordered.Open.Id),
                },
                new StageTaskRaised(
                    Deals.Ordered.NextTask,
                    "confirm-obligations",
                    "preparation",
                    Utc(3, 4, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(Deals.Ordered.Open.Id),
                }
            );

    [Fact]
    public void The_last_task_closes_the_deal_as_won() =>
        Given(Deals.RecordingWin)
            .When(Complete(Deals.RecordingWin))
            .Then(
                new StageTaskCompleted(Deals.RecordingWin.Open.Id, "record-win", [], null, null, null),
                new DealClosed(Outcome.Won, "fulfilment", Roubles(1200), 90, null, null, null, null)
                {
                    Cause = Cause.Task(Deals.RecordingWin.Open.Id),
                }
            );

    [Fact]
    public void The_oldest_fitting_event_is_taken_and_older_ones_than_the_raising_count_at_first()
    {
        var (first, second) = (new InteractionId(Id(15)), new InteractionId(Id(16)));
        var given = Story
            .Opened(ShippedKinds.StandardSale, at: Monday.AddDays(-3))
            .Did(Verbs.Called with { Id = second })
            .Did(Verbs.Called with { Id = first }, Monday.AddDays(-1));
        var completed = given.Completed();
        completed.Deal.Tasks[given.Open.Id].Evidence.Should().Equal(new Evidence("interaction_recorded", first.Value));
        completed.Deal.Unused.Select(x => x.Evidence.Id).Should().Equal(second.Value);
    }

    [Fact]
    public void A_presentation_held_before_its_task_counts_on_the_first_raising()
    {
        var given = Deals.WithOffer.Did(Verbs.Presented(Monday.AddDays(-30))).Completed();
        given.Completed().Open.Code.Should().Be("agree-terms");
    }

    [Fact]
    public void A_later_raising_takes_only_events_after_it()
    {
        var again = Deals
            .WithOffer.Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(new IssueProposal(OtherOffer, Chairs10))
            .Completed()
            .Did(new MoveDeal("proposal", Why));
        again.Open.Again.Should().BeTrue();
        Given(again)
            .When(Complete(again))
            .ThenUnmet("prepare-proposal", Blocked.OfDeal("proposal.not_issued", "issued", "none", "draftProposal"));
        var later = again.Did(new DraftProposal(ThirdOffer, Chairs10)).Did(new IssueProposal(ThirdOffer, Chairs10));
        later
            .Completed()
            .Deal.Tasks[again.Open.Id]
            .Evidence.Should()
            .Equal(new Evidence("proposal_issued", ThirdOffer.Value));
    }

    [Fact]
    public void Once_completed_is_not_raised_again_and_its_stage_is_passed_in_the_same_append()
    {
        var declined = Deals
            .InTerms.Did(new DeclineProposal(Offer, Why))
            .Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(new IssueProposal(OtherOffer, Chairs10));
        Given(declined)
            .When(Complete(declined))
            .Then(
                new StageTaskCompleted(
                    declined.Open.Id,
                    "prepare-proposal",
                    [new("proposal_issued", OtherOffer.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("presentation", 50, null, StageMove.Passed) { Cause = Cause.Task(declined.Open.Id) },
                new StageEntered("terms", 70, null, StageMove.Passed) { Cause = Cause.Rule("stage.nothing_to_do") },
                new StageTaskRaised(declined.NextTask, "agree-terms", "terms", Utc(3, 9, "20:59:59"), true, true)
                {
                    Cause = Cause.Rule("stage.nothing_to_do"),
                }
            );
    }

    [Fact]
    public void A_completion_does_not_happen_before_its_evidence()
    {
        var given = Deals.Opened.Later(TimeSpan.FromDays(1)).Did(Verbs.Called);
        Given(given).When(Complete(given), at: Monday.AddHours(1)).ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void Repeating_is_no_event()
    {
        Given(Deals.InQualification).When(new CompleteStageTask(Deals.Opened.Open.Id, null)).ThenHolds();
        Given(Deals.Won).When(new CompleteStageTask(Deals.RecordingWin.Open.Id, null)).ThenHolds();
    }

    [Fact]
    public void A_withdrawn_task_cannot_be_completed()
    {
        var given = Deals.InTerms.Did(new MoveDeal("proposal", Why));
        Given(given)
            .When(new CompleteStageTask(Deals.InTerms.Open.Id, null))
            .ThenRefused(
                "task.not_open",
                new Blocker(
                    "task.not_open",
                    $"task:{Deals.InTerms.Open.Id}",
                    "open",
                    "withdrawn",
                    Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", given.Open.Id))
                )
            );
    }

    [Fact]
    public void An_unknown_task_is_not_found() =>
        Given(Deals.Opened).When(new CompleteStageTask(new(Id(999)), null)).ThenNotFound("task.not_found");

    [Fact]
    public void A_lost_deal_completes_nothing() =>
        Given(Deals.Lost).When(new CompleteStageTask(Deals.InTerms.Open.Id, null)).ThenClosed("lost");
}
