namespace Crm.Domain.Tests;

public sealed class MoveDealTests
{
    [Fact]
    public void A_guided_deal_moves_back_with_a_reason() =>
        Given(Deals.InTerms)
            .When(new MoveDeal("proposal", Why))
            .Then(
                new StageTaskWithdrawn(Deals.InTerms.Open.Id, "agree-terms") { Cause = Cause.Rule("deal.moved") },
                new StageEntered("proposal", 40, Why, StageMove.ByHand),
                new StageTaskRaised(
                    Deals.InTerms.NextTask,
                    "prepare-proposal",
                    "proposal",
                    Utc(3, 5, "20:59:59"),
                    true,
                    true
                )
            );

    [Fact]
    public void Without_a_reason_it_does_not() =>
        Given(Deals.InTerms)
            .When(new MoveDeal("proposal", null))
            .ThenInvalid("/reason", "reason.required", "a reason for going back");

    [Fact]
    public void It_stands_in_the_stage_that_was_named_though_its_tasks_are_once() =>
        Given(Deals.InTerms)
            .When(new MoveDeal("first-contact", Why))
            .Then(
                new StageTaskWithdrawn(Deals.InTerms.Open.Id, "agree-terms") { Cause = Cause.Rule("deal.moved") },
                new StageEntered("first-contact", 10, Why, StageMove.ByHand),
                new StageTaskRaised(
                    Deals.InTerms.NextTask,
                    "record-first-contact",
                    "first-contact",
                    Utc(3, 4, "20:59:59"),
                    true,
                    true
                )
            );

    [Fact]
    public void Completed_the_stage_is_left_and_stages_with_nothing_left_to_raise_are_passed()
    {
        var moved = Deals.InTerms.Did(new MoveDeal("first-contact", Why));
        var again = moved.Did(Verbs.Called with { Id = new(Known.Id(11)) });
        Given(again)
            .When(new CompleteStageTask(again.Open.Id, null))
            .Decision.Events.OfType<StageEntered>()
            .Select(x => (x.Stage, x.Move))
            .Should()
            .Equal(("qualification", StageMove.Passed), ("proposal", StageMove.Passed));
    }

    [Fact]
    public void All_mandatory_tasks_of_the_stage_are_raised_anew_one_after_the_other()
    {
        var kind = ShippedKinds.StandardSale with
        {
            Stages = ShippedKinds.StandardSale.Stages.SetItem(
                0,
                ShippedKinds.StandardSale.Stages[0] with
                {
                    Tasks =
                    [
                        ComposedKind.Task("first") with
                        {
                            Once = true,
                        },
                        ComposedKind.Task("remark") with
                        {
                            Once = true,
                            Mandatory = false,
                            Parallel = true,
                        },
                        ComposedKind.Task("second") with
                        {
                            Once = true,
                        },
                    ],
                }
            ),
        };
        var begun = Story.Opened(kind);
        begun = begun.Did(Complete(begun, "remark"));
        begun = begun.Did(Complete(begun, "first"));
        var moved = begun.Did(Complete(begun, "second")).Did(new MoveDeal("first-contact", Why));
        moved.Deal.OpenTasks.Select(x => x.Code).Should().Equal("first");
        var half = moved.Completed();
        (half.Deal.Stage!.Stage, half.Open.Code).Should().Be(("first-contact", "second"));
        half.Completed().Deal.Stage!.Stage.Should().Be("qualification");
    }

    private static CompleteStageTask Complete(Story story, string task) =>
        new(story.Deal.OpenTasks.Single(x => x.Code == task).Id, null);

    [Fact]
    public void A_guided_deal_goes_forward_by_its_tasks() =>
        Given(Deals.InProposal)
            .When(new MoveDeal("terms", Why))
            .ThenRefused(
                "move.not_allowed",
                new Blocker(
                    "move.not_allowed",
                    $"deal:{TheDeal}",
                    "an earlier stage; forward by completing tasks",
                    "proposal -> terms",
                    Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", Deals.InProposal.Open.Id))
                )
            );

    [Fact]
    public void A_manual_deal_moves_in_any_direction()
    {
        var engaged = Given(Deals.Manual)
            .When(new MoveDeal("engaging", null))
            .Then(new StageEntered("engaging", 30, null, StageMove.ByHand));
        Given(engaged)
            .When(new MoveDeal("prospecting", Why))
            .Then(new StageEntered("prospecting", 10, Why, StageMove.ByHand));
    }

    [Fact]
    public void A_deal_without_stages_does_not_move() =>
        Given(Deals.Simple)
            .When(new MoveDeal("engaging", Why))
            .ThenRefused(
                "move.not_allowed",
                new Blocker("move.not_allowed", $"deal:{TheDeal}", "a kind with stages", "none -> engaging", null)
            );

    [Fact]
    public void An_unknown_stage_is_invalid() =>
        Given(Deals.Manual)
            .When(new MoveDeal("nowhere", Why))
            .ThenInvalid("/stage", "stage.unknown", "prospecting, engaging");

    [Fact]
    public void A_move_to_the_present_stage_is_no_event() =>
        Given(Deals.InTerms).When(new MoveDeal("terms", null)).ThenHolds();

    [Fact]
    public void Not_before_the_last_lifecycle_event() =>
        Given(Deals.InTerms)
            .When(new MoveDeal("proposal", Why), at: Monday)
            .ThenTooEarly(Deals.InTerms.Events[^1].HappenedAt);
}
