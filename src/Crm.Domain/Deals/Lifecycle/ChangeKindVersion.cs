using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Moves a deal to a newer version of its kind. Publishing a version never changes running deals; only this command
/// does. Open tasks that the new version has in the deal's stage stay open and are judged by its checks from then on;
/// others are withdrawn, missing ones are raised. A mapping that passes over stages known to both versions skips their
/// tasks, so it needs the permission for skipping where skipping needs one.
/// </summary>
/// <param name="To">The target version; null: it does not exist.</param>
/// <param name="Stages">Maps old stage codes to new ones; stages with an unchanged code can be omitted.</param>
public sealed record ChangeKindVersion(
    DealProcess? To,
    ImmutableSortedDictionary<string, string> Stages,
    Personal? Reason
) : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (To is null)
            return Rejection.Invalid("/version", "kind_version.unknown", $"a published version of {at.Process.Code}");
        if (To.Version == at.Deal.Kind.Version)
            return Decision.AlreadySatisfied;
        if (To.Version < at.Deal.Kind.Version)
            return Rejection.Conflict(
                "kind_version.not_newer",
                new Blocker("kind_version.not_newer", at.DealRef, $"> {at.Deal.Kind.Version}", $"{To.Version}", null)
            );
        var faults = Stages.SelectMany(x => Faults(at, x.Key, x.Value)).ToArray();
        if (faults.Length > 0)
            return Rejection.Invalid(faults);
        if (Unmapped(at) is { } unmapped)
            return Rejection.Conflict("stage.unmapped", unmapped);
        if (
            at.Mode == ProcessMode.Guided
            && at.Process.SkipNeedsPermission
            && PassesOver(at)
            && !at.Context.Rights.HasFlag(Rights.SkipTasks)
        )
            return Rejection.Forbidden("permission.missing", "task.skip");
        if (Clocks.Lifecycle(at) is { } early)
            return early;
        return Decision.Accept([
            new KindVersionChanged(at.Deal.Kind, To.Pin, Reason),
            .. Settle(at with { Process = To }),
        ]);
    }

    private IEnumerable<Fault> Faults(DecisionContext at, string from, string to)
    {
        if (at.Process.Find(from) is null)
            yield return new Fault(
                $"/stages/{from}",
                "stage.unknown",
                Phrase.Data(at.Process.Stages.Select(x => x.Code))
            );
        else if (To!.Find(to) is null)
            yield return new Fault($"/stages/{from}", "stage.unknown", Phrase.Data(To.Stages.Select(x => x.Code)));
    }

    private Blocker? Unmapped(DecisionContext at) =>
        at.Deal.Stage is null && To!.Stages.IsEmpty || Place(at) is not null
            ? null
            : new Blocker(
                "stage.unmapped",
                at.DealRef,
                Phrase.Data(To!.Stages.Select(x => x.Code)),
                at.Deal.Stage is { } left ? Phrase.Data(left.Stage) : "none",
                new Fix.ChangeKindVersion(at.Deal.Id)
            );

    private Stage? Place(DecisionContext at) =>
        at.Deal.Stage is { } visit
            ? To!.Find(Stages.GetValueOrDefault(visit.Stage, visit.Stage))
            : To!.Stages.FirstOrDefault();

    /// <summary>
    /// Whether a stage before the target stage was, in the old version, the deal's current stage or still ahead of it.
    /// </summary>
    private bool PassesOver(DecisionContext at) =>
        Place(at) is { } place
        && place.Code != at.Deal.Stage?.Stage
        && To!
            .Stages.Take(To.OrderOf(place.Code))
            .Any(x =>
                at.Process.OrderOf(x.Code) is var order
                && order >= 0
                && order >= at.Process.OrderOf(at.Deal.Stage?.Stage)
            );

    private IEnumerable<DomainEvent> Settle(DecisionContext at)
    {
        var cause = Cause.Rule("kind.version_changed");
        if (Place(at) is not { } stage)
        {
            foreach (var domainEvent in StageFlow.Withdraw(at.Deal, cause))
                yield return domainEvent;
            yield break;
        }

        // A different code is a different stage and starts a new visit. With the same code the visit goes on, and open
        // tasks that the new version knows stay open.
        var stays = stage.Code == at.Deal.Stage?.Stage;
        var kept = at
            .Deal.OpenTasks.Where(x => stays && at.Mode != ProcessMode.None && stage.Tasks.Any(t => t.Code == x.Code))
            .ToArray();
        foreach (var domainEvent in StageFlow.Withdraw(at.Deal.OpenTasks.Except(kept), cause))
            yield return domainEvent;
        if (!stays)
        {
            foreach (var domainEvent in StageFlow.Enter(at, stage, StageMove.NewVersion, Reason, cause))
                yield return domainEvent;
            yield break;
        }

        if (at.Mode != ProcessMode.Guided || kept.Any(at.Holds))
            yield break;
        var done = at.Deal.Tasks.Values.Where(x =>
            x.Stage == stage.Code
            && x.RaisedAt >= at.Deal.Stage!.EnteredAt
            && x.Status is StageTaskStatus.Completed or StageTaskStatus.Skipped
        );
        var raised = StageFlow.Fill(at, stage, kept.Concat(done).Select(x => x.Code).ToHashSet(), cause).ToArray();
        foreach (var domainEvent in raised)
            yield return domainEvent;
        if (raised.Length > 0 || at.Process.After(stage) is not { } next)
            yield break;
        // Everything that the new version requires in this stage is done.
        foreach (var domainEvent in StageFlow.Withdraw(kept, Cause.Rule("stage.left")))
            yield return domainEvent;
        foreach (var domainEvent in StageFlow.Enter(at, next, StageMove.Passed, null, cause))
            yield return domainEvent;
    }
}
