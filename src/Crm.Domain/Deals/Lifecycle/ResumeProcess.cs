using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Resumes the guided process in a stage as a new visit: its tasks are raised again, except completed ones marked once.
/// </summary>
public sealed record ResumeProcess(string Stage, Personal? Reason) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Process.Mode != ProcessMode.Guided)
            return Rejection.Conflict(
                "process.not_guided",
                new Blocker("process.not_guided", at.DealRef, "guided", Phrase.Word(at.Process.Mode), null)
            );
        if (!at.Deal.ByHand)
            return at.Deal.Stage?.Stage == (at.Process.Find(Stage)?.Code ?? Stage)
                ? Decision.AlreadySatisfied
                : Guided(at);
        if (at.Process.Find(Stage) is not { } stage)
            return Rejection.Invalid("/stage", "stage.unknown", Phrase.Data(at.Process.Stages.Select(x => x.Code)));
        if (Clocks.Lifecycle(at) is { } early)
            return early;
        var resumed = at with { Deal = at.Deal with { ByHand = false } };
        return Decision.Accept([
            new ProcessResumed(stage.Code, Reason),
            .. StageFlow.Enter(resumed, stage, StageMove.Resumed, Reason, Cause.Rule("process.resumed")),
        ]);
    }

    private static Rejection Guided(DecisionContext at) =>
        Rejection.Conflict(
            "process.not_manual",
            new Blocker("process.not_manual", at.DealRef, "led by hand", "guided", new Fix.MoveDeal(at.Deal.Id))
        );
}
