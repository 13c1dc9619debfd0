using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Gives the deal to a manager; closed deals accept it too.</summary>
public sealed record AssignManager(UserId Manager) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision Judge(Situation at) =>
        at.Deal.Manager == Manager ? Decision.AlreadyHolds
        : Clocks.Replacing(at, "manager") is { } early ? early
        : Decision.Accept(new ManagerAssigned(Manager));
}
