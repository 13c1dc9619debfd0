namespace Crm.Domain.Tests;

public sealed class SkipStageTaskTests
{
    [Fact]
    public void Moves_the_process_on_and_says_so() =>
        Given(Deals.Opened)
            .When(new SkipStageTask(Deals.Opened.Open.Id, Why))
            .Then(
                new StageTaskSkipped(Deals.Opened.Open.Id, "record-first-contact", Why),
                new StageEntered("qualification", 20, null, StageMove.Skipped)
                {
                    Cause = Cause.Task(Deals.Opened.Open.Id),
                },
                new StageTaskRaised(
                    Deals.Opened.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(3, 4, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(Deals.Opened.Open.Id),
                }
            );

    [Fact]
    public void Within_a_stage_the_next_task_follows() =>
        Given(Deals.InTerms)
            .When(new SkipStageTask(Deals.InTerms.Open.Id, Why))
            .Then(
                new StageTaskSkipped(Deals.InTerms.Open.Id, "agree-terms", Why),
                new StageTaskRaised(Deals.InTerms.NextTask, "place-order", "terms", Utc(3, 3, "20:59:59"), true, false)
                {
                    Cause = Cause.Task(Deals.InTerms.Open.Id),
                }
            );

    [Fact]
    public void Uses_no_evidence_up() =>
        Deals.Opened.Did(Verbs.Called).Skipped().Deal.Unused.Should().ContainSingle(x => x.Evidence.Id == Call.Value);

    [Fact]
    public void A_skipped_task_is_raised_again_even_when_it_is_done_once()
    {
        var given = Deals.Opened.Skipped().Did(new MoveDeal("first-contact", Why));
        (given.Open.Code, given.Open.Again).Should().Be(("record-first-contact", true));
    }

    [Fact]
    public void Needs_a_permission() =>
        Given(Deals.Opened)
            .When(new SkipStageTask(Deals.Opened.Open.Id, Why), rights: Rights.Backdate)
            .ThenForbidden("permission.missing", "task.skip");

    [Fact]
    public void The_last_task_cannot_be_skipped() =>
        Given(Deals.RecordingWin)
            .When(new SkipStageTask(Deals.RecordingWin.Open.Id, Why))
            .ThenRefused(
                "task.not_skippable",
                new Blocker(
                    "task.not_skippable",
                    $"task:{Deals.RecordingWin.Open.Id}",
                    "any task but the last",
                    "record-win",
                    Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", Deals.RecordingWin.Open.Id))
                )
            );

    [Fact]
    public void Repeating_is_no_event_and_a_completed_task_is_not_open()
    {
        var skipped = Deals.Opened.Skipped();
        Given(skipped).When(new SkipStageTask(Deals.Opened.Open.Id, Why)).ThenHolds();
        Given(Deals.InQualification)
            .When(new SkipStageTask(Deals.Opened.Open.Id, Why))
            .ThenRefused(
                "task.not_open",
                new Blocker(
                    "task.not_open",
                    $"task:{Deals.Opened.Open.Id}",
                    "open",
                    "completed",
                    Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", Deals.InQualification.Open.Id))
                )
            );
    }

    [Fact]
    public void An_unknown_task_is_not_found() =>
        Given(Deals.Opened).When(new SkipStageTask(new(Id(999)), Why)).ThenNotFound("task.not_found");

    [Fact]
    public void Not_before_the_last_lifecycle_event() =>
        Given(Deals.InTerms)
            .When(new SkipStageTask(Deals.InTerms.Open.Id, Why), at: Monday)
            .ThenTooEarly(Deals.InTerms.Events[^1].HappenedAt);
}
