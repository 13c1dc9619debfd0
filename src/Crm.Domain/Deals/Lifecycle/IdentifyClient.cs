namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Sets the client of the deal.</summary>
public sealed record IdentifyClient(ClientId Client) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Client == Client ? Decision.AlreadySatisfied
        : Clocks.Replacing(at, "client") is { } early ? early
        : Decision.Accept(new ClientIdentified(Client));
}
