namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Replaces the participants: users who work on the deal in addition to its manager.</summary>
public sealed record SetParticipants(ImmutableArray<UserId> Users) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Participants.ToHashSet().SetEquals(Users) ? Decision.AlreadySatisfied
        : Clocks.Replacing(at, "participants") is { } early ? early
        : Decision.Accept(new ParticipantsChanged([.. Users.Distinct().Order()]));
}
