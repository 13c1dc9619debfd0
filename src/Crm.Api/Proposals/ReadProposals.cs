using Crm.Api.Deals;

namespace Crm.Api.Proposals;

/// <summary>GET /proposals/{proposalId} and GET /deals/{dealId}/proposals.</summary>
public static class ReadProposalsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/proposals/{proposalId:guid}",
                async (Guid proposalId, HttpContext http, ProposalReader proposals, DealReader deals) =>
                {
                    var found = await proposals.Get(http, proposalId);
                    return Reply.Ok(found, found.Tag(http.Viewer()));
                }
            )
            .Operation(
                "getProposal",
                Permissions.DealsRead,
                "Proposals",
                "Read a proposal",
                "A proposal with its content and where it stands.",
                query: [Param.AsOf, Param.KnownAt],
                refuses: ["proposal.not_found"]
            )
            .Answers<ProposalAnswer>();
        routes
            .MapGet(
                "/deals/{dealId:guid}/proposals",
                async (Guid dealId, HttpContext http, ProposalReader proposals, CursorSeal cursors) =>
                    Pages.Cut(http, cursors, await proposals.Of(http, dealId), x => x.Id.ToString())
            )
            .Operation(
                "listProposals",
                Permissions.DealsRead,
                "Proposals",
                "List proposals of a deal",
                "All proposals of a deal, oldest first.",
                query: [.. Param.Page, Param.AsOf, Param.KnownAt],
                refuses: ["deal.not_found", "limit.invalid", "cursor.invalid"]
            )
            .Answers<Listed<ProposalAnswer>>();
    }
}
