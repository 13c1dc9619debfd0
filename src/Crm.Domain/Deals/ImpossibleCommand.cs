namespace Crm.Domain.Deals;

/// <summary>What a request asks for can only be judged with the deal under its lock, and turns out to be no command of this deal.</summary>
/// <param name="Why">The refusal.</param>
public sealed record ImpossibleCommand(Rejection Why) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at) => Why;
}
