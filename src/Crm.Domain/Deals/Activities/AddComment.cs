namespace Crm.Domain.Deals.Activities;

/// <summary>Writes a comment on the deal. Closed deals accept it too.</summary>
public sealed record AddComment(CommentId Id, Personal Text) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        Clocks.Adding(at) is { } early ? early : Decision.Accept(new CommentAdded(Id, Text));
}
