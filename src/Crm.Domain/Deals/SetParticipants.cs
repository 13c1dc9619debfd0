using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Replaces the list of users who take part in the deal beside its manager.</summary>
public sealed record SetParticipants(ImmutableArray<UserId> Users) : DealCommand
{
    protected override Decision Judge(Situation at) =>
        at.Deal.Participants.ToHashSet().SetEquals(Users) ? Decision.AlreadyHolds
        : Clocks.Replacing(at, "participants") is { } early ? early
        : Decision.Accept(new ParticipantsChanged([.. Users.Distinct().Order()]));
}
