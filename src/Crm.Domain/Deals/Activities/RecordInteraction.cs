using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Activities;

/// <summary>Records a contact with the client. On a closed deal it is history only, never evidence.</summary>
public sealed record RecordInteraction(
    InteractionId Id,
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With
) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Knows(new("interaction_recorded", Id.Value)) ? Rejection.Conflict("id.taken")
        : Clocks.Adding(at) is { } early ? early
        : Decision.Accept(
            new InteractionRecorded(Id, Kind, Direction, Subject, Description, With, IsEvidence: at.Deal.IsOpen)
        );
}
