using Crm.Api.Deals;
using Crm.Api.Paging;

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
                    return Reply.Ok(found, found.Version);
                }
            )
            .Operation(
                new("getProposal")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Proposals",
                    Summary = "Read a proposal",
                    Description = "A proposal with its content and state.",
                    Query = [Param.AsOf, Param.KnownAt],
                    Refusals = ["proposal.not_found"],
                }
            )
            .Answers<ProposalAnswer>();
        routes
            .MapGet(
                "/deals/{dealId:guid}/proposals",
                (Guid dealId, HttpContext http, ProposalReader proposals, CursorSeal cursors) =>
                    proposals.List(http, dealId, cursors)
            )
            .Operation(
                new("listProposals")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Proposals",
                    Summary = "List proposals of a deal",
                    Description = "All proposals of a deal, oldest first.",
                    Query = [.. Param.Page, Param.AsOf, Param.KnownAt, DealParts.Number],
                    Refusals = ["deal.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ProposalAnswer>();
    }
}
