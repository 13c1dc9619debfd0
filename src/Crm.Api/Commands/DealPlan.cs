using Crm.Domain.Catalog;
using Crm.Domain.Currencies;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Commands;

/// <summary>A command on one deal, and on the content of one of its proposals.</summary>
public sealed class DealPlan : CommandPlan
{
    private readonly ExecuteDealCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<DealDocument> deal;
    private readonly LockedStream<ProposalDocument>? proposal;
    private DealContext? context;
    private DealDecision? onDeal;

    public DealPlan(ExecuteDealCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        deal = new(message.DealId);
        proposal = message.Proposal is { } target ? new(target.Id) : null;
        Streams = new() { Deals = [deal], Others = proposal is null ? [] : [proposal] };
        Content = message.Content;
    }

    public override LockedStreams Streams { get; }

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new DealPlan(
            message with
            {
                Request = request,
                PartId = message.PartId is null ? null : created ?? message.PartId,
                Proposal =
                    created is { } id && message.Proposal is { IsNew: true } proposal
                        ? proposal with
                        {
                            Id = id,
                        }
                        : message.Proposal,
            },
            contexts
        );

    public override CompanyCommandContext Context => Loaded.Context;

    public override long Version =>
        message.Proposal is { IsVersioned: true } && proposal!.Document is { } draft
            ? ProposalVersion.Of(draft, Loaded.State)
            : Loaded.State.Version;

    public override IReadOnlyList<Guid> VersionedStreams => proposal is null ? [deal.Id] : [deal.Id, proposal.Id];

    public override IEnumerable<ClientId> ReadsClients => OnDeal?.ReadsClient is { } client ? [client] : [];

    public override IEnumerable<(CurrencyPair Pair, DateOnly Day)> ReadsRates => OnDeal?.ReadsRates ?? [];

    public override IEnumerable<string> ReadsPriceLists => OnDeal?.ReadsPriceLists ?? [];

    public override (ProductId[] Products, DateOnly Day) ReadsCosts => OnDeal?.ReadsCosts ?? ([], default);

    private DealContext Loaded =>
        context ??= new(
            deal.Document!,
            contexts.Process(deal.Document!.State),
            contexts.Create(Request, Streams, deal.Document.State),
            proposal?.Document
        );

    /// <summary>Null: the data that the request was created from has changed.</summary>
    private DealDecision? OnDeal =>
        onDeal ??= message.Command(Loaded) is { } command
            ? new(command, new DecisionContext(Loaded.State, Loaded.Process, Loaded.Context))
            : null;

    public override CommandOutcome.NotFound? Find() =>
        deal.Document is null ? new("deal.not_found")
        : message.Proposal is { IsNew: false } && proposal!.Document is null ? new("proposal.not_found")
        : null;

    public override CommandOutcome? Authorize() => DealAuthorization.Check(Request, Loaded.State);

    public override void Reset() => (context, onDeal) = (null, null);

    public override void Provide(CommandReferences references) => OnDeal?.Provide(references);

    public override void ProvideCosts(IReadOnlyDictionary<ProductId, ProductCost> costs) => OnDeal?.ProvideCosts(costs);

    public override IEnumerable<UniqueClaim> Claims(IReadOnlyList<StreamDecision> decisions) =>
        message.Claim is { } claim && decisions.Any(one => one.Events.Count > 0) ? [claim] : [];

    public override CommandDecision Decide()
    {
        if (OnDeal is not { } made)
            return new CommandOutcome.Outdated();
        var decided = new StreamDecision(deal, made.Decide());
        if (decided.Decision.Refused is not null || message.Proposal?.Event is not { } content)
            return new([decided]);
        var after = (DealResult)Result([decided]);
        if (content(after) is not { } written)
            return new([decided]);
        // The client-supplied id may already belong to any other stream.
        if (written is ProposalDraftWritten && proposal!.Version > 0)
            return new CommandOutcome.IdTaken();
        // The content follows the deal's events, as the last event of the command.
        return new([
            decided,
            new StreamDecision(proposal!, Decision.Accept(written with { HappenedAt = after.HappenedAt })),
        ]);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions)
    {
        var (document, content) = (deal.Document!, proposal?.Document);
        foreach (var decision in decisions)
        foreach (var one in decision.Events)
            if (decision.Stream == deal)
                document = DealDocument.After(document, deal.Id, one, Context.Now);
            else
                content = ProposalDocument.After(content, proposal!.Id, one, Context.Now);
        return new DealResult([.. decisions.SelectMany(one => one.Events)], Context, document, content, message.PartId);
    }
}
