using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Lifecycle;

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

    public Decision Decide(DealProcess process, CompanyCommandContext context)
    {
        if (Clocks.Permit(context) is { } forbidden)
            return forbidden;
        if (ExpectedAmount is { } amount && SetExpectedAmount.Fault(amount) is { } fault)
            return fault;
        if (Probability is { } percent && SetProbability.Fault(percent) is { } beyond)
            return beyond;
        if (SetInterest.Fault(Interest, ExpectedAmount?.Currency, "/interest") is { } wrong)
            return wrong;

        var happenedAt = Clocks.Resolve(context, default);
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

        var at = new DecisionContext(Deal.Evolve(null, Id, opened), process, context);
        var entered = StageFlow.Enter(at, process.Stages[0], StageMove.Opening, null, Cause.Rule("deal.opened"));
        ImmutableArray<DomainEvent> first = [.. entered.Select(x => x with { HappenedAt = happenedAt })];
        return Decision.Accept([opened, .. AutomaticTasks.Follow(at, first)]);
    }
}
