namespace Crm.Domain.Deals.Activities;

/// <summary>Takes an interaction off the deal, unless it has proved a task. Closed deals accept it too.</summary>
public sealed record DetachInteraction(InteractionId Id, Personal? Reason) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override bool BringsEvidence => false;

    protected override Decision DecideCore(DecisionContext at) =>
        InteractionEvidence.Refusal(at, Id, "an interaction that proved no task") is { } proof ? proof
        : Clocks.Closing(at) is { } early ? early
        : Decision.Accept(new InteractionDetached(Id, Reason));
}

/// <summary>
/// Follows a correction of an interaction. Kind, direction and time of one that has proved a task stay as they are (product.md,
/// section 4).
/// </summary>
/// <param name="Changes">Names of the changed members that evidence is judged by: kind, direction, occurredAt.</param>
public sealed record ReviseInteraction(
    InteractionId Id,
    Processes.InteractionKind Kind,
    Processes.Direction? Direction,
    ImmutableArray<string> Changes
) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        !Changes.IsEmpty
        && InteractionEvidence.Refusal(at, Id, "kind, direction and occurredAt as they are") is { } proof
            ? proof
        : Clocks.Closing(at) is { } early ? early
        : Decision.Accept(new InteractionRevised(Id, Kind, Direction));
}

/// <summary>What an interaction proves on a deal.</summary>
internal static class InteractionEvidence
{
    /// <summary>Refuses a change of an interaction that has proved a task; null: it has proved none.</summary>
    public static Rejection? Refusal(DecisionContext at, InteractionId id, Phrase expected)
    {
        var proved = at
            .Deal.RaisedTasks.Where(task => task.Evidence.Any(one => one == Of(id)))
            .Select(task => new Blocker(
                "interaction.is_evidence",
                $"task:{task.Id}",
                expected,
                Phrase.Data(task.Code),
                new Fix.RecordInteraction(at.Deal.Id)
            ))
            .ToArray();
        return proved.Length == 0 ? null : Rejection.Conflict("interaction.is_evidence", proved);
    }

    /// <summary>Since when it was taken off the deal, or corrected, the last time.</summary>
    public static DateTimeOffset LastVoid(DecisionContext at, InteractionId id) =>
        at
            .Deal.Evidences.Where(one => one.Evidence == Of(id))
            .Select(one => one.VoidAt)
            .OfType<DateTimeOffset>()
            .DefaultIfEmpty(at.Deal.Marks.OpenedAt)
            .Max();

    public static Processes.Evidence Of(InteractionId id) => new("interaction_recorded", id.Value);
}
