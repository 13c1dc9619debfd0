using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Projections.ReadModels.Proposals;
using Marten;

namespace Crm.Api.Proposals;

/// <summary>Reads proposals: as they stand, and as they stood.</summary>
public sealed class ProposalReader(
    ProposalDeals proposals,
    RequestStore store,
    DealReader deals,
    DocumentClients clients,
    TimeProvider clock
)
{
    /// <summary>The deal that a proposal belongs to; never changes, so it may be read before the deal is locked.</summary>
    public async Task<Guid> DealOf(Guid proposalId, CancellationToken ct) =>
        await FindDeal(proposalId, ct) ?? throw ProblemException.NotFound("proposal.not_found");

    public Task<Guid?> FindDeal(Guid proposalId, CancellationToken ct) => proposals.Find(proposalId, ct);

    public async Task<ProposalAnswer> Get(HttpContext http, Guid proposalId)
    {
        var (asOf, knownAt, ct) = (Query.Instant(http, "asOf"), Query.Instant(http, "knownAt"), http.RequestAborted);
        var deal = await deals.Fold(await DealOf(proposalId, ct), asOf, knownAt, ct);
        await using var session = store.Read();
        return deal.State.Proposals.ContainsKey(new(proposalId))
            ? await Answer(http, await Content(session, proposalId, asOf, knownAt, ct), deal.State, asOf)
            : throw ProblemException.NotFound("proposal.not_found");
    }

    private async ValueTask<ProposalAnswer> Answer(
        HttpContext http,
        ProposalDocument content,
        Deal deal,
        DateTimeOffset? asOf
    ) =>
        ProposalAnswer.Of(
            content,
            deal,
            asOf ?? clock.GetUtcNow(),
            await clients.Seen(http.Viewer(), content.State.Client, deal, http.RequestAborted)
        );

    public async Task<IReadOnlyList<ProposalAnswer>> Of(HttpContext http, Guid dealId)
    {
        var (asOf, knownAt, ct) = (Query.Instant(http, "asOf"), Query.Instant(http, "knownAt"), http.RequestAborted);
        var deal = await deals.Fold(dealId, asOf, knownAt, ct);
        await using var session = store.Read();
        var found = new List<ProposalAnswer>();
        if (asOf is null && knownAt is null)
        {
            var contents = await session.LoadManyAsync<ProposalDocument>(
                ct,
                deal.State.Proposals.Keys.Select(x => x.Value).ToArray()
            );
            foreach (var content in contents.OrderBy(x => x.Id))
                found.Add(await Answer(http, content, deal.State, null));
            return found;
        }

        foreach (var id in deal.State.Proposals.Keys.OrderBy(x => x.Value))
            found.Add(await Answer(http, await Content(session, id.Value, asOf, knownAt, ct), deal.State, asOf));
        return found;
    }

    public async Task<ProposalContent> ContentOf(Guid proposalId, CancellationToken ct)
    {
        await using var session = store.Read();
        return (await session.LoadAsync<ProposalDocument>(proposalId, ct))?.State.Content
            ?? throw ProblemException.NotFound("proposal.not_found");
    }

    /// <summary>The content as it stood: a proposal's own stream is short, its drafts are folded.</summary>
    private static async Task<ProposalDocument> Content(
        IQuerySession session,
        Guid id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        if (asOf is null && knownAt is null)
            return (await session.LoadAsync<ProposalDocument>(id, ct))!;
        var events = await session.Events.FetchStreamAsync(id, token: ct);
        return events
                .Where(x =>
                    (knownAt is null || x.Timestamp <= knownAt)
                    && (asOf is null || ((DomainEvent)x.Data).HappenedAt <= asOf)
                )
                .Aggregate(
                    (ProposalDocument?)null,
                    (before, x) => ProposalDocument.After(before, id, (DomainEvent)x.Data, x.Timestamp)
                )
            ?? throw ProblemException.NotFound("proposal.not_found");
    }
}
