using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Says whose deal it is.</summary>
public sealed record IdentifyClient(ClientId Client) : DealCommand
{
    protected override Decision Judge(Situation at) =>
        at.Deal.Client == Client ? Decision.AlreadyHolds
        : Clocks.Replacing(at, "client") is { } early ? early
        : Decision.Accept(new ClientIdentified(Client));
}
