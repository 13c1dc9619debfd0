using static Crm.Domain.Tests.ComposedKind;

namespace Crm.Domain.Tests;

/// <summary>Parallel, optional and automatic tasks, combined checks, and rework after a return.</summary>
public sealed class StageTaskFlowTests
{
    [Fact]
    public void A_group_is_raised_together_each_to_its_own_assignee()
    {
        Opened
            .Deal.OpenTasks.Select(x => (x.Code, x.Assignee))
            .Should()
            .BeEquivalentTo([("call", (UserId?)Anna), ("amount", null), ("remark", Boris)]);
    }

    [Fact]
    public void Recording_the_evidence_completes_an_automatic_task_in_the_same_append()
    {
        var amount = Opened.Deal.OpenTasks.Single(x => x.Code == "amount");
        Given(Opened)
            .When(new EditDeal([new ExpectedAmountChanged(Roubles(5))]))
            .Then(
                new ExpectedAmountChanged(Roubles(5)),
                new StageTaskCompleted(amount.Id, "amount", [], null, null, null)
                {
                    Cause = Cause.Rule("evidence.arrived"),
                }
            );
    }

    [Fact]
    public void A_stage_is_left_with_its_last_mandatory_task_and_takes_its_optional_ones_along()
    {
        var story = Opened.Did(new EditDeal([new ExpectedAmountChanged(Roubles(5))])).Did(Verbs.Called);
        var (call, remark) = (Task(story, "call"), Task(story, "remark"));
        Given(story)
            .When(new CompleteStageTask(call.Id, null))
            .Then(
                new StageTaskCompleted(call.Id, "call", [new("interaction_recorded", Call.Value)], null, null, null),
                new StageTaskWithdrawn(remark.Id, "remark") { Cause = Cause.Rule("stage.left") },
                new StageEntered("second", 50, null, StageMove.Passed) { Cause = Cause.Task(call.Id) },
                new StageTaskRaised(story.NextTask, "talk", "second", Utc(3, 2, "20:59:59"), true, false)
                {
                    Cause = Cause.Task(call.Id),
                }
            );
    }

    [Fact]
    public void Any_of_several_checks_is_enough_and_unmet_it_names_what_each_lacks()
    {
        var second = InSecond();
        var refused = Given(second).When(new CompleteStageTask(second.Open.Id, null)).Decision.Refused!;
        refused
            .Blockers.Select(x => (x.Code, x.Expected.ToString()))
            .Should()
            .Equal(
                ("interaction.missing", "1, meeting"),
                ("interaction.missing", "2"),
                ("client.unidentified", "identified")
            );
        Met(second.Did(Talk(100, InteractionKind.Meeting))).Should().BeTrue();
        Met(second.Did(Talk(100)).Did(Talk(101))).Should().BeFalse("the client is unidentified");
        Met(second.Did(Talk(100)).Did(Talk(101)).Did(new IdentifyClient(Acme))).Should().BeTrue();
    }

    [Fact]
    public void No_event_proves_two_checks_of_one_task()
    {
        var kind = Kind with
        {
            Stages =
            [
                new(
                    "only",
                    new("", ""),
                    10,
                    [
                        Task("twice", new InteractionRecordedCheck(), new InteractionRecordedCheck()),
                        Task("win", new ClosingGateCheck()),
                    ]
                ),
            ],
        };
        var story = Story.Opened(kind).Did(Talk(100));
        Met(story).Should().BeFalse();
        Met(story.Did(Talk(101))).Should().BeTrue();
    }

    [Fact]
    public void Returned_goods_take_the_rework_edge()
    {
        var last = InSecond()
            .Did(Talk(100, InteractionKind.Meeting))
            .Completed()
            .Did(new IdentifyClient(Acme))
            .Did(Verbs.OrderOf(null, TenChairs))
            .Did(Verbs.Ship(10));
        var open = last.Open;
        Given(last)
            .When(new AcceptReturn(TheReturn, TheShipment, [new(Chairs, 1)], Why))
            .Decision.Events.Skip(1)
            .Select(TestJson.Of)
            .Should()
            .Equal(
                new DomainEvent[]
                {
                    new StageTaskWithdrawn(open.Id, "win")
                    {
                        Cause = Cause.Rule("return.accepted"),
                        HappenedAt = last.Now,
                    },
                    new StageEntered("second", 50, Why, StageMove.Rework)
                    {
                        Cause = Cause.Rule("return.accepted"),
                        HappenedAt = last.Now,
                    },
                    new StageTaskRaised(last.NextTask, "talk", "second", Utc(3, 2, "20:59:59"), true, true)
                    {
                        Cause = Cause.Rule("return.accepted"),
                        HappenedAt = last.Now,
                    },
                }.Select(TestJson.Of)
            );
    }

    private static Story InSecond()
    {
        var story = Opened.Did(new EditDeal([new ExpectedAmountChanged(Roubles(5))])).Did(Verbs.Called);
        return story.Did(new CompleteStageTask(Task(story, "call").Id, null));
    }

    private static bool Met(Story story) =>
        Given(story).When(new CompleteStageTask(story.Open.Id, null)).Decision.Refused is null;

    private static RecordInteraction Talk(int id, InteractionKind kind = InteractionKind.Call) =>
        new(new(Id(id)), kind, Direction.Out, null, Why, []);
}
