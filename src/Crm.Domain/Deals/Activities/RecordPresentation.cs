namespace Crm.Domain.Deals.Activities;

/// <summary>Records a presentation with its outcome.</summary>
/// <param name="HeldAt">
/// Date of the presentation. An attribute only: it does not set the business time of the event.
/// </param>
public sealed record RecordPresentation(
    PresentationId Id,
    DateTimeOffset HeldAt,
    Personal? Place,
    ImmutableArray<Personal> Attendees,
    ImmutableArray<Personal> Shown,
    Personal Outcome
) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Knows(new("presentation_held", Id.Value)) ? Rejection.Conflict("id.taken")
        : HeldAt > at.Context.Now + Clocks.Tolerance
            ? Rejection.Invalid("/heldAt", "date.future", $"not after {at.Context.Now}")
        : Clocks.Adding(at) is { } early ? early
        : Decision.Accept(new PresentationHeld(Id, HeldAt, Place, Attendees, Shown, Outcome));
}
