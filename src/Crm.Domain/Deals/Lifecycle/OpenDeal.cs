using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Activities;
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

    /// <summary>The interaction that the deal is opened from, without business time; null: none, or a planned one.</summary>
    public InteractionRecorded? FirstContact { get; init; }

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
        ImmutableArray<DomainEvent> begun = FirstContact is null
            ? [opened]
            : [opened, FirstContact with { HappenedAt = happenedAt }];
        if (process.Stages.IsEmpty)
            return Decision.Accept(begun);

        var deal = begun.Aggregate((Deal?)null, (before, one) => Deal.Evolve(before, Id, one))!;
        var at = new DecisionContext(deal, process, context);
        var entered = StageFlow.Enter(at, process.Stages[0], StageMove.Opening, null, Cause.Rule("deal.opened"));
        ImmutableArray<DomainEvent> first = [.. entered.Select(x => x with { HappenedAt = happenedAt })];
        return Decision.Accept([.. begun, .. AutomaticTasks.Follow(at, first)]);
    }
}
