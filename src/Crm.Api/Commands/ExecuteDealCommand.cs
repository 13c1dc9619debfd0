using Crm.Domain.Deals;
using Crm.Projections.ReadModels.Attachments;

namespace Crm.Api.Commands;

/// <summary>A command on one deal. It is only invoked in process and never stored.</summary>
/// <param name="Command">
/// Creates the domain command when the deal is loaded; null: the data that the request was created from has changed,
/// and a retry may succeed.
/// </param>
public sealed record ExecuteDealCommand(Guid DealId, Func<DealContext, DealCommand?> Command, CommandRequest Request)
    : CommandMessage(Request)
{
    public ExecuteDealCommand(Guid dealId, DealCommand command, CommandRequest request)
        : this(dealId, _ => command, request) { }

    /// <summary>The part of the deal that the command creates or changes.</summary>
    public Guid? PartId { get; init; }

    /// <summary>A value, other than the ids of the deal, that the events claim as unique; null: none.</summary>
    public UniqueClaim? Claim { get; init; }

    /// <summary>The proposal whose content is read, or written, in the same transaction.</summary>
    public ProposalTarget? Proposal { get; init; }

    /// <summary>The content of a file that is stored with the events.</summary>
    public StoredContent? Content { get; init; }
}

/// <summary>The proposal that a command on a deal reads or writes.</summary>
/// <param name="IsNew">The command creates the proposal.</param>
public sealed record ProposalTarget(Guid Id, bool IsNew = false)
{
    /// <summary>The event of the proposal's own stream, created from the deal after the command; null: none.</summary>
    public Func<DealResult, DomainEvent?>? Event { get; init; }

    /// <summary><c>If-Match</c> names the version of the proposal, not that of the deal.</summary>
    public bool IsVersioned { get; init; }
}

/// <summary>Runs commands on deals.</summary>
public static class ExecuteDealCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteDealCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DealPlan(command, contexts), ct);
}
