namespace Crm.Domain.Deals;

/// <summary>A request that turned out to be impossible for its deal once the deal was locked.</summary>
/// <param name="Why">The refusal.</param>
public sealed record ImpossibleCommand(Rejection Why) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) => Why;
}
