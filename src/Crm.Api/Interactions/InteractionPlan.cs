using Crm.Domain.Deals;
using Crm.Domain.Interactions;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Interactions;

namespace Crm.Api.Interactions;

/// <summary>A command on an interaction, and on the deal that it belongs to or is to belong to.</summary>
/// <param name="DealId">The deal, as read before the locks; null: none.</param>
public sealed record ExecuteInteractionCommand(Guid InteractionId, Guid? DealId, CommandRequest Request)
    : CommandMessage(Request)
{
    /// <summary>A new interaction; null: it exists.</summary>
    public LogInteraction? Log { get; init; }

    /// <summary>What becomes of one that exists; null: it is new.</summary>
    public InteractionCommand? Change { get; init; }
}

/// <inheritdoc cref="ExecuteInteractionCommand"/>
public static class ExecuteInteractionCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteInteractionCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new InteractionPlan(command, contexts), ct);
}

/// <summary>An interaction after a command, and its deal.</summary>
public sealed record InteractionResult(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    InteractionDocument Interaction,
    DealDocument? Deal
) : CommandResult(Events, Context)
{
    public override DealDocument DealAfter(Guid id) => Deal ?? base.DealAfter(id);
}

/// <summary>
/// The lock of the deal, then that of the interaction, the decisions of both, and all events in one commit: evidence is judged by the
/// deal, texts are kept by the interaction.
/// </summary>
public sealed class InteractionPlan : CommandPlan
{
    private readonly ExecuteInteractionCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<InteractionDocument> interaction;
    private readonly LockedStream<DealDocument>? deal;
    private CompanyCommandContext? context;
    private InteractionDecision? own;
    private DealDecision? onDeal;

    public InteractionPlan(ExecuteInteractionCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        interaction = new(message.InteractionId) { BeginsWithCommand = true };
        deal = message.DealId is { } id ? new(id) : null;
        Streams = new() { Deals = deal is null ? [] : [deal], Others = [interaction] };
    }

    public override LockedStreams Streams { get; }

    public override string NotFoundCode => "interaction.not_found";

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new InteractionPlan(
            message with
            {
                Request = request,
                InteractionId = created ?? message.InteractionId,
            },
            contexts
        );

    public override CompanyCommandContext Context => context ??= contexts.Create(Request, Streams);

    public override long Version => interaction.Document?.Version ?? 0;

    public override IReadOnlyList<Guid> VersionedStreams => [interaction.Id];

    public override IEnumerable<ClientId> ReadsClients => OnDeal?.ReadsClient is { } client ? [client] : [];

    private Interaction? State => interaction.Document?.State;

    /// <summary>The interaction was moved to another deal since it was read.</summary>
    private bool IsOutdated =>
        message.Change is not null and not LinkInteraction && State!.Deal?.Value != message.DealId;

    private InteractionDecision Own =>
        own ??= message.Log is { } log
            ? log.Decide(Context)
            : message.Change!.Decide(State!, deal?.Document?.State, Context);

    /// <summary>Null: nothing becomes of the deal.</summary>
    private DealDecision? OnDeal =>
        onDeal ??=
            (message.Log is not null || State is not null && !IsOutdated)
            && deal?.Document?.State is { } state
            && Own.OnDeal is { } command
                ? new(
                    command,
                    new DecisionContext(state, contexts.Process(state), contexts.Create(Request, Streams, state))
                )
                : null;

    public override CommandOutcome.NotFound? Find() =>
        message.Log is null && interaction.Document is null ? new("interaction.not_found")
        : deal is { Document: null } ? new("deal.not_found")
        : null;

    /// <summary>
    /// On a deal: who may record interactions on it, and the author while they see it. Else the author, and those whose scope includes
    /// the author; whoever sees one may review it, or link it to a deal of theirs.
    /// </summary>
    public override CommandOutcome? Authorize()
    {
        if (deal?.Document?.State is { } state)
        {
            var denied = DealAuthorization.Check(Request, state);
            return denied is CommandOutcome.Forbidden && IsAuthor && message.Change is not LinkInteraction
                ? null
                : denied;
        }

        var (grants, needed) = (Request.Caller.Grants, Request.Preconditions.Permission);
        return
            message.Change is null or ReviewInteraction or PostponeReview
            || needed is null
            || IsAuthor
            || grants.May(needed, State!.By, [])
            ? null
            : new CommandOutcome.Forbidden(needed);
    }

    private bool IsAuthor => Request.Caller.User is { } me && State?.By == me;

    public override void Reset() => (context, own, onDeal) = (null, null, null);

    public override void Provide(CommandReferences references) => OnDeal?.Provide(references);

    public override CommandDecision Decide()
    {
        if (message.Log is not null && (interaction.Document is not null || interaction.Version > 0))
            return new CommandOutcome.IdTaken();
        if (message.Change is not null && IsOutdated)
            return new CommandOutcome.Outdated();
        if (Own.Own.Refused is not null)
            return new([new StreamDecision(interaction, Own.Own)]);
        List<StreamDecision> decisions = [];
        if (OnDeal is { } command)
        {
            var decided = command.Decide();
            decisions.Add(new(deal!, decided));
            if (decided.Refused is not null)
                return new(decisions);
        }

        decisions.Add(new(interaction, Begun(Own.Own)));
        return new(decisions);
    }

    /// <summary>The stream of one that was recorded on a deal begins with what was recorded.</summary>
    private Decision Begun(Decision decided) =>
        State is { } recorded && interaction.Version == 0 && !decided.Events.IsEmpty
            ? decided with
            {
                Events = [recorded.Logged(), .. decided.Events],
            }
            : decided;

    public override IEnumerable<UniqueClaim> Claims(IReadOnlyList<StreamDecision> decisions) =>
        message.Log is not null && Request.SuppliedId is { } supplied && decisions.Any(one => one.Events.Count > 0)
            ? [new InteractionClaim(supplied.Id)]
            : [];

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions)
    {
        var (after, onDeal) = (interaction.Document, deal?.Document);
        foreach (var decision in decisions)
        foreach (var one in decision.Events)
            if (decision.Stream == interaction)
                after = InteractionProjection.After(after, interaction.Id, one, Context.Now);
            else
                onDeal = DealDocument.After(onDeal, deal!.Id, one, Context.Now);
        return new InteractionResult([.. decisions.SelectMany(one => one.Events)], Context, after!, onDeal);
    }
}
