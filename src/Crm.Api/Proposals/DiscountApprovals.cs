using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;

namespace Crm.Api.Proposals;

/// <summary>Approves the requested prices of one content of the draft.</summary>
/// <param name="ContentVersion">
/// The `contentVersion` of the proposal as the approver has read it. The command is refused when the draft has another content by
/// now.
/// </param>
/// <param name="Percent">
/// The approved discount in percent, as shown in the request; the command is refused when the proposal has another one by now. Not
/// compared when omitted.
/// </param>
public sealed record ApproveDiscountBody(
    int ContentVersion,
    [SeveralLines] string? Comment = null,
    decimal? Percent = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /proposals/{proposalId}/request-discount-approval, /approve-discount, /reject-discount.</summary>
public static class DiscountApprovalEndpoints
{
    private static readonly string[] Refusals =
    [
        "validation.failed",
        "proposal.not_found",
        "proposal.not_draft",
        "deal.closed",
        "happened_at.out_of_order",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/proposals/{proposalId:guid}/request-discount-approval", Request)
            .Operation(
                new("requestDiscountApproval")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = "Request approval of a discount",
                    Description =
                        "Requests approval (согласование) of prices that the caller may not agree, for the "
                        + "present content of the draft; an edit makes request and approval void. Approval is "
                        + "needed for a discount above the caller's limit, a price that cannot be compared with "
                        + "the catalogue's, a price list that is not granted, and lines without a product as "
                        + "the settings say. When none is needed the answer is 200 and no event is recorded.",
                    Refusals = Refusals,
                }
            )
            .Takes(new CommentBody("Берут втрое больше обычного"), optional: true)
            .Answers<ProposalAnswer>()
            .Capability(Capabilities.Proposals);
        routes
            .MapPost("/proposals/{proposalId:guid}/approve-discount", Approve)
            .Operation(
                new("approveDiscount")
                {
                    Permission = Permissions.DiscountApprove,
                    Tag = "Proposals",
                    Summary = "Approve a discount",
                    Description =
                        "Approves the requested prices for the content of the draft that `contentVersion` "
                        + "names, so that the requester may issue it. Users cannot approve their own request for "
                        + "prices that they may not agree themselves.",
                    Refusals = [.. Refusals, "discount.not_requested", "discount.changed", "discount.own_request"],
                }
            )
            .Takes(new ApproveDiscountBody(1, "В обмен на предоплату", 15))
            .Answers<ProposalAnswer>();
        routes
            .MapPost("/proposals/{proposalId:guid}/reject-discount", Reject)
            .Operation(
                new("rejectDiscount")
                {
                    Permission = Permissions.DiscountApprove,
                    Tag = "Proposals",
                    Summary = "Reject a discount",
                    Description = "Rejects the requested discount with a reason; approval can be requested again.",
                    Refusals = [.. Refusals, "discount.not_requested"],
                }
            )
            .Takes(new ReasonBody("Маржа ниже допустимой"))
            .Answers<ProposalAnswer>();
    }

    private static async Task<IResult> Request(Guid proposalId, HttpContext http, ProposalCommands proposals)
    {
        var body = await Body.Read<CommentBody>(http, optional: true);
        var comment = TextValidation.PersonalOrNull(body.Comment, "/comment");
        return await proposals.Run(
            http,
            proposalId,
            (body, body.HappenedAt),
            deal => new RequestDiscountApproval(
                new(proposalId),
                deal.Draft.State.Content,
                deal.Draft.ContentRevision,
                comment
            )
        );
    }

    private static async Task<IResult> Approve(Guid proposalId, HttpContext http, ProposalCommands proposals)
    {
        var body = await Body.Read<ApproveDiscountBody>(http);
        if (body.Percent is < 0 or > 100)
            throw ProblemException.Member("/percent", "percent.out_of_range", "0 to 100");
        var comment = TextValidation.PersonalOrNull(body.Comment, "/comment");
        return await proposals.Run(
            http,
            proposalId,
            (body, body.HappenedAt),
            deal => new ApproveDiscount(
                new(proposalId),
                deal.Draft.State.Content,
                deal.Draft.ContentRevision,
                body.ContentVersion,
                comment,
                body.Percent
            )
        );
    }

    private static async Task<IResult> Reject(Guid proposalId, HttpContext http, ProposalCommands proposals)
    {
        var body = await Body.Read<ReasonBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await proposals.Run(
            http,
            proposalId,
            (body, body.HappenedAt),
            deal => new RejectDiscount(new(proposalId), deal.Draft.ContentRevision, reason)
        );
    }
}
