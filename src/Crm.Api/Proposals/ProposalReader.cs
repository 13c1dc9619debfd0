using System.Runtime.CompilerServices;
using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Proposals;

/// <summary>Reads proposals: as they stand, and as they stood.</summary>
public sealed class ProposalReader(
    ProposalDeals proposals,
    ProposalContents contents,
    StoredDocuments documents,
    EventQuery events,
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
        var at = await deals.At(http, await DealOf(proposalId, http.RequestAborted));
        return at.Deal.State.Proposals.ContainsKey(new(proposalId))
            ? await Answer(http, await Content(proposalId, at, http.RequestAborted), at)
            : throw ProblemException.NotFound("proposal.not_found");
    }

    /// <summary>A page of the proposals of a deal, oldest first. Only the contents of the page are read.</summary>
    public async Task<IResult> List(HttpContext http, Guid dealId, CursorSeal cursors)
    {
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        var after = page.After is [var last] ? Guid.Parse(last) : (Guid?)null;
        var at = await deals.At(http, dealId);
        var key = DealParts.NumberKey(http);
        Guid[] rest =
        [
            .. at
                .Deal.State.Proposals.Values.Where(proposal =>
                    key is null || DocumentNumbers.KeysOf(proposal.Number ?? "").Contains(key)
                )
                .Select(proposal => proposal.Id.Value)
                .Where(id => after is not { } known || id.CompareTo(known) > 0)
                .Order(),
        ];
        await foreach (var content in Contents([.. rest.Take(page.Limit)], at, http.RequestAborted))
            if (!page.Add(await Answer(http, content, at), content.Id.ToString()))
                return page.Answer();
        if (page.Count < rest.Length)
            page.Cut();
        return page.Answer();
    }

    public async Task<ProposalContent> ContentOf(Guid proposalId, CancellationToken ct) =>
        (await documents.Find<ProposalDocument>(proposalId, ct))?.State.Content
        ?? throw ProblemException.NotFound("proposal.not_found");

    private async ValueTask<ProposalAnswer> Answer(HttpContext http, ProposalDocument content, DealAt at) =>
        ProposalAnswer.Of(
            content,
            at.Deal.State,
            at.AsOf ?? clock.GetUtcNow(),
            await clients.Seen(http.Viewer(), content.State.Client, at.Deal.State, http.RequestAborted)
        );

    /// <summary>The contents in the order of the ids. May end before the last one: a page has room for no more.</summary>
    private async IAsyncEnumerable<ProposalDocument> Contents(
        Guid[] ids,
        DealAt at,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        if (at.IsPresent)
            foreach (var content in await contents.Read(ids, ct))
                yield return content;
        else
            foreach (var id in ids)
                yield return await Content(id, at, ct);
    }

    /// <summary>The content as it stood: a proposal's own stream is short, its drafts are folded.</summary>
    private async Task<ProposalDocument> Content(Guid id, DealAt at, CancellationToken ct)
    {
        if (at.IsPresent)
            return (await documents.Find<ProposalDocument>(id, ct))!;
        ProposalDocument? content = null;
        await foreach (var e in events.Read(id, EventFilter.All, ct))
            if (at.Includes(e))
                content = ProposalDocument.After(content, id, e.Data, e.RecordedAt);
        return content ?? throw ProblemException.NotFound("proposal.not_found");
    }
}
