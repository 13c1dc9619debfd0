using static Crm.Domain.Tests.ComposedKind;

namespace Crm.Domain.Tests;

/// <summary>Moves, reassignments, skips and changes of the process version that users make by hand.</summary>
public sealed class StageByHandTests
{
    [Fact]
    public void Moves_by_hand_keep_to_what_the_stage_allows()
    {
        var kind = ShippedKinds.ManualSale with
        {
            Stages =
            [
                ShippedKinds.ManualSale.Stages[0] with
                {
                    Moves = ["engaging"],
                },
                ShippedKinds.ManualSale.Stages[1] with
                {
                    Moves = ["engaging"],
                },
            ],
        };
        var moved = Story.Opened(kind).Did(new MoveDeal("engaging", null));
        Given(moved)
            .When(new MoveDeal("prospecting", null))
            .Decision.Refused!.Blockers.Single()
            .Should()
            .Match<Blocker>(x => x.Code == "move.not_allowed" && x.Expected == "engaging");
    }

    [Fact]
    public void A_task_is_reassigned_and_unassigned()
    {
        var call = Task(Opened, "call");
        var given = Opened.Did(new ReassignStageTask(call.Id, Boris, Why));
        Task(given, "call").Assignee.Should().Be(Boris);
        Given(given).When(new ReassignStageTask(call.Id, Boris, null)).ThenHolds();
        Given(given)
            .When(new ReassignStageTask(call.Id, null, null))
            .Then(new StageTaskReassigned(call.Id, "call", null, null));
        Given(given).When(new ReassignStageTask(new(Id(9)), null, null)).ThenNotFound("task.not_found");
    }

    [Fact]
    public void A_deal_is_moved_by_hand_and_its_process_resumed()
    {
        var byHand = Opened.Did(new ConvertToManual(Why));
        byHand.Deal.OpenTasks.Should().BeEmpty();
        var moved = byHand.Did(new MoveDeal("last", null));
        moved.Deal.OpenTasks.Should().BeEmpty();
        Given(moved).When(new ConvertToManual(Why)).ThenHolds();
        Given(moved)
            .When(new ResumeProcess("second", Why))
            .Then(
                new ProcessResumed("second", Why),
                new StageEntered("second", 50, Why, StageMove.Resumed) { Cause = Cause.Rule("process.resumed") },
                new StageTaskRaised(moved.NextTask, "talk", "second", Utc(3, 2, "20:59:59"), true, false)
                {
                    Cause = Cause.Rule("process.resumed"),
                }
            );
        Given(Opened).When(new ResumeProcess("second", Why)).Decision.Refused!.Code.Should().Be("process.not_manual");
        Given(Deals.Manual).When(new ConvertToManual(Why)).Decision.Refused!.Code.Should().Be("process.not_guided");
    }

    [Fact]
    public void Resumed_it_stands_in_the_stage_that_was_named_though_its_tasks_are_once()
    {
        var byHand = Deals.InTerms.Did(new ConvertToManual(Why));
        var resumed = byHand.Did(new ResumeProcess("qualification", Why));
        (resumed.Deal.Stage!.Stage, resumed.Open.Code).Should().Be(("qualification", "qualify-client"));
    }

    [Fact]
    public void A_newer_version_keeps_what_it_knows_withdraws_what_it_does_not_and_raises_what_is_missing()
    {
        var to = Kind with
        {
            Version = 2,
            Stages = Kind.Stages.SetItem(
                0,
                Kind.Stages[0] with
                {
                    Tasks = [Kind.Stages[0].Tasks[0], Task("new-task")],
                }
            ),
        };
        var decision = Given(Opened)
            .When(new ChangeKindVersion(to, ImmutableSortedDictionary<string, string>.Empty, Why))
            .Decision;
        decision
            .Events.Select(x =>
                x switch
                {
                    StageTaskWithdrawn w => "- " + w.Code,
                    StageTaskRaised r => "+ " + r.Code,
                    _ => x.GetType().Name,
                }
            )
            .Should()
            .Equal("KindVersionChanged", "- amount", "- remark");
        var after = Opened.Appended(decision, 0) with { Process = to };
        after.Deal.Kind.Version.Should().Be(2);
        after.Did(Verbs.Called).Completed().Open.Code.Should().Be("new-task");
    }

    [Fact]
    public void A_newer_version_must_have_a_place_for_the_deal()
    {
        var to = Kind with { Version = 2, Stages = Kind.Stages.RemoveAt(0) };
        Given(Opened)
            .When(new ChangeKindVersion(to, ImmutableSortedDictionary<string, string>.Empty, Why))
            .Decision.Refused!.Code.Should()
            .Be("stage.unmapped");
        var map = ImmutableSortedDictionary<string, string>.Empty.Add("first", "second");
        Given(Opened)
            .When(new ChangeKindVersion(to, map, Why))
            .Decision.Events.OfType<StageEntered>()
            .Single()
            .Should()
            .Match<StageEntered>(x => x.Stage == "second" && x.Move == StageMove.NewVersion);
        Given(Opened)
            .When(new ChangeKindVersion(to, map.Add("nowhere", "second"), Why))
            .ThenInvalid("/stages/nowhere", "stage.unknown", "first, second, last");
        Given(Opened)
            .When(new ChangeKindVersion(Kind with { Version = 0 }, map, Why))
            .Decision.Refused!.Code.Should()
            .Be("kind_version.not_newer");
        Given(Opened).When(new ChangeKindVersion(Kind, map, Why)).ThenHolds();
    }

    [Fact]
    public void Skipping_needs_a_permission_unless_the_kind_says_otherwise()
    {
        var call = Task(Opened, "call");
        Given(Opened)
            .When(new SkipStageTask(call.Id, Why), rights: Rights.None)
            .ThenForbidden("permission.missing", "task.skip");
        Given(Story.Opened(Kind with { SkipNeedsPermission = false }))
            .When(new SkipStageTask(call.Id, Why), rights: Rights.None)
            .Decision.Refused.Should()
            .BeNull();
    }

    [Fact]
    public void What_passes_over_tasks_needs_the_permission_to_skip_them()
    {
        Given(Opened)
            .When(new ConvertToManual(Why), rights: Rights.None)
            .ThenForbidden("permission.missing", "task.skip");
        var open = Story.Opened(Kind with { SkipNeedsPermission = false });
        Given(open).When(new ConvertToManual(Why), rights: Rights.None).Decision.Refused.Should().BeNull();

        var next = Kind with
        {
            Version = 2,
            Stages =
            [
                .. Kind.Stages,
                Kind.Stages[2] with
                {
                    Code = "after",
                    Tasks = [Task("after-win", new ClosingGateCheck())],
                },
            ],
        };
        ChangeKindVersion Mapped(DealProcess to, string stage) =>
            new(to, ImmutableSortedDictionary<string, string>.Empty.Add("first", stage), Why);
        Given(Opened).When(Mapped(next, "last"), rights: Rights.None).ThenForbidden("permission.missing", "task.skip");
        Given(Opened)
            .When(Mapped(next, "second"), rights: Rights.None)
            .ThenForbidden("permission.missing", "task.skip");
        Given(Opened).When(Mapped(next, "last")).Decision.Refused.Should().BeNull();
        Given(Opened).When(Mapped(next, "first"), rights: Rights.None).Decision.Refused.Should().BeNull();
        var renamed = next with { Stages = next.Stages.SetItem(0, next.Stages[0] with { Code = "begin" }) };
        Given(Opened)
            .When(Mapped(renamed, "begin"), rights: Rights.None)
            .Decision.Refused.Should()
            .BeNull("a stage that is called otherwise now is no step ahead");
        Given(Opened)
            .When(Mapped(renamed, "last"), rights: Rights.None)
            .ThenForbidden("permission.missing", "task.skip");
        var reordered = next with { Stages = [next.Stages[1], next.Stages[0], .. next.Stages[2..]] };
        Given(Opened)
            .When(
                new ChangeKindVersion(reordered, ImmutableSortedDictionary<string, string>.Empty, Why),
                rights: Rights.None
            )
            .Decision.Refused.Should()
            .BeNull("the user who reordered the stages has decided it");
    }
}
