using Crm.Domain.Deals;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Commands;

/// <summary>A locked deal, from which a command is created.</summary>
/// <param name="Proposal">The proposal whose content the command needs; null: none.</param>
public sealed record DealContext(
    DealDocument Deal,
    DealProcess Process,
    CompanyCommandContext Context,
    ProposalDocument? Proposal
)
{
    public Deal State => Deal.State;

    /// <summary>The content of the proposal that the command needs.</summary>
    public ProposalDocument Draft =>
        Proposal ?? throw new InvalidOperationException("the command rests on a proposal that it does not name");
}

/// <summary>The state of a deal after a command, and of the proposal written with it.</summary>
/// <param name="PartId">The part of the deal that the command creates or changes; null: the deal itself.</param>
public sealed record DealResult(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    DealDocument Deal,
    ProposalDocument? Proposal,
    Guid? PartId
) : CommandResult(Events, Context)
{
    public Deal State => Deal.State;

    public override DealDocument DealAfter(Guid id) => Deal;
}
