namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Assigns the deal to a manager. Closed deals accept it too.</summary>
public sealed record AssignManager(UserId Manager) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Manager == Manager ? Decision.AlreadySatisfied
        : Clocks.Replacing(at, "manager") is { } early ? early
        : Decision.Accept(new ManagerAssigned(Manager));
}
