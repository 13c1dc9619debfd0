using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Moves a deal by hand: in manual kinds to any stage, in guided ones only back and with a reason.</summary>
public sealed record MoveDeal(string Stage, Personal? Reason) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (at.Mode == ProcessMode.None)
            return NotAllowed(at, "a kind with stages");
        if (at.Process.Find(Stage) is not { } stage)
            return Rejection.Invalid("/stage", "stage.unknown", Phrase.Data(at.Process.Stages.Select(x => x.Code)));
        if (at.Deal.Stage?.Stage == stage.Code)
            return Decision.AlreadySatisfied;
        // The allowed moves apply only while the process is active: a guided deal converted to manual may move
        // anywhere.
        if (
            at.Process.Mode == at.Mode
            && at.Process.Find(at.Deal.Stage?.Stage) is { Moves: { IsEmpty: false } allowed }
            && !allowed.Contains(stage.Code)
        )
            return NotAllowed(at, Phrase.Data(allowed));
        if (at.Mode == ProcessMode.Guided)
        {
            if (at.Process.OrderOf(stage.Code) > at.Process.OrderOf(at.Deal.Stage?.Stage))
                return NotAllowed(at, "an earlier stage; forward by completing tasks");
            if (Reason is null)
                return Rejection.Invalid("/reason", "reason.required", "a reason for going back");
        }

        if (Clocks.Lifecycle(at) is { } early)
            return early;
        var entered = StageFlow.Enter(at, stage, StageMove.ByHand, Reason, null).ToArray();
        return Decision.Accept([.. StageFlow.Withdraw(at.Deal, Cause.Rule("deal.moved")), .. entered]);
    }

    private Rejection NotAllowed(DecisionContext at, Phrase expected) =>
        Rejection.Conflict(
            "move.not_allowed",
            new Blocker(
                "move.not_allowed",
                at.DealRef,
                expected,
                at.Deal.Stage is { } from ? (Phrase)$"{from.Stage} -> {Stage}" : $"{(Phrase)"none"} -> {Stage}",
                at.Deal.OpenTasks.FirstOrDefault() is { } task ? new Fix.CompleteTask(at.Deal.Id, task.Id) : null
            )
        );
}
