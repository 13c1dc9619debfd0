using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>Opens a deal; a manual or guided one enters its first stage in the same append.</summary>
public sealed record OpenDeal(
    DealId Id,
    string Number,
    string Title,
    ClientId? Client,
    UserId? Manager,
    Money? ExpectedAmount,
    int? Probability,
    string? Source,
    ImmutableArray<InterestLine> Interest,
    DateOnly? ExpectedCloseOn,
    Personal? Comment,
    ImmutableArray<ExternalRef> ExternalRefs
)
{
    public FieldList CustomFields { get; init; } = FieldList.Empty;

    public Decision Decide(DealProcess process, Intent intent)
    {
        if (Clocks.Permit(intent) is { } forbidden)
            return forbidden;
        if (ExpectedAmount is { } amount && SetExpectedAmount.Fault(amount) is { } fault)
            return fault;
        if (Probability is { } percent && SetProbability.Fault(percent) is { } beyond)
            return beyond;
        if (SetInterest.Fault(Interest, ExpectedAmount?.Currency, "/interest") is { } wrong)
            return wrong;

        var happenedAt = Clocks.Resolve(intent, default);
        var opened = new DealOpened(
            Number,
            Title,
            process.Pin,
            Client,
            Manager,
            ExpectedAmount,
            Probability,
            Source,
            Interest,
            ExpectedCloseOn,
            Comment,
            ExternalRefs
        )
        {
            HappenedAt = happenedAt,
            CustomFields = CustomFields.OrNull(),
        };
        if (process.Stages.IsEmpty)
            return Decision.Accept(opened);

        var at = new Situation(Deal.Evolve(null, Id, opened), process, intent);
        var entered = StageFlow.Enter(at, process.Stages[0], StageMove.Opening, null, Cause.Rule("deal.opened"));
        ImmutableArray<Fact> first = [.. entered.Select(x => x with { HappenedAt = happenedAt })];
        return Decision.Accept([opened, .. AutomaticTasks.Follow(at, first)]);
    }
}
