using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Proposals;

/// <summary>POST /proposals/{proposalId}/issue, /send, /accept, /decline, /withdraw, /revise.</summary>
public static class ProposalCommandEndpoints
{
    private static readonly string[] Refusals =
    [
        "proposal.not_found",
        "proposal.not_issued",
        "proposal.not_open",
        "proposal.expired",
        "deal.closed",
        "happened_at.out_of_order",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Route(
                routes,
                "issue",
                "issueProposal",
                "Issue a proposal",
                "Assigns a number and freezes the draft with the present details of the client. A new "
                    + "revision supersedes the one that it revises. Prices that the caller may not agree must be "
                    + "approved first (requestDiscountApproval).",
                "validation.failed",
                "permission.missing",
                "proposal.not_draft",
                "proposal.only_alternatives",
                "seller.incomplete",
                "discount.approval_required",
                "currency.differs"
            )
            .Takes(new PlainBody(), optional: true)
            .Capability(Capabilities.Proposals);
        Route(
                routes,
                "send",
                "sendProposal",
                "Mark a proposal as sent",
                "Records that an issued proposal was sent to the client by other means than emailProposal."
            )
            .Takes(new PlainBody(), optional: true);
        Route(
                routes,
                "accept",
                "acceptProposal",
                "Accept a proposal",
                "Records that the client accepts the proposal; another accepted proposal of the deal is "
                    + "superseded.",
                "proposal.already_ordered"
            )
            .Takes(new CommentBody("Согласовано с директором"), optional: true);
        Route(
                routes,
                "decline",
                "declineProposal",
                "Decline a proposal",
                "Records that the client declines the proposal. When no other proposal is open, the deal "
                    + "moves back along the rework edge of its stage, as in the standard process from Presentation "
                    + "and Terms to Proposal.",
                "validation.failed"
            )
            .Takes(new ReasonBody("Не прошли по бюджету"));
        Route(
                routes,
                "withdraw",
                "withdrawProposal",
                "Withdraw a proposal",
                "Withdraws a draft or an issued proposal on the company's behalf.",
                "validation.failed"
            )
            .Takes(new ReasonBody("Ошибка в цене"));
        routes
            .MapPost("/proposals/{proposalId:guid}/revise", Revise)
            .Operation(
                new("reviseProposal")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = "Revise a proposal",
                    Description = "Creates a new revision as a draft, with the content of an issued proposal.",
                    Refusals = ["proposal.not_found", "proposal.not_issued", "deal.closed"],
                }
            )
            .Takes(new PlainBody(), optional: true)
            .Answers<ProposalAnswer>(201)
            .Capability(Capabilities.Proposals);
    }

    private static RouteHandlerBuilder Route(
        IEndpointRouteBuilder routes,
        string verb,
        string id,
        string summary,
        string description,
        params string[] more
    ) =>
        routes
            .MapPost(
                $"/proposals/{{proposalId:guid}}/{verb}",
                (Guid proposalId, HttpContext http, ProposalCommands proposals) =>
                    Run(verb, proposalId, http, proposals)
            )
            .Operation(
                new(id)
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = summary,
                    Description = description,
                    Refusals = [.. Refusals, .. more],
                }
            )
            .Answers<ProposalAnswer>();

    private static async Task<IResult> Run(string verb, Guid proposalId, HttpContext http, ProposalCommands proposals)
    {
        var id = new ProposalId(proposalId);
        switch (verb)
        {
            case "send":
                var send = await Body.Read<PlainBody>(http, optional: true);
                return await proposals.Run(http, proposalId, (send, send.HappenedAt), _ => new SendProposal(id));
            case "issue":
                var issue = await Body.Read<PlainBody>(http, optional: true);
                return await proposals.Run(
                    http,
                    proposalId,
                    (issue, issue.HappenedAt),
                    deal => new IssueProposal(id, deal.Draft.State.Content) { Revision = deal.Draft.ContentRevision },
                    result =>
                        result.Events.OfType<ProposalIssued>().FirstOrDefault()?.Client is { } client
                            ? new ProposalClientFrozen(client)
                            : null
                );
            case "accept":
                var accept = await Body.Read<CommentBody>(http, optional: true);
                var comment = TextValidation.PersonalOrNull(accept.Comment, "/comment");
                return await proposals.Run(
                    http,
                    proposalId,
                    (accept, accept.HappenedAt),
                    _ => new AcceptProposal(id, comment)
                );
            default:
                var body = await Body.Read<ReasonBody>(http);
                var reason = TextValidation.Personal(body.Reason, "/reason");
                return await proposals.Run(
                    http,
                    proposalId,
                    (body, body.HappenedAt),
                    _ => verb == "decline" ? new DeclineProposal(id, reason) : new WithdrawProposal(id, reason)
                );
        }
    }

    /// <summary>The content is copied from a proposal that is frozen, so it may be read before the deal is locked.</summary>
    private static async Task<IResult> Revise(
        Guid proposalId,
        HttpContext http,
        IMessageBus bus,
        ProposalReader proposals
    )
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<PlainBody>(http, optional: true);
        var dealId = await proposals.DealOf(proposalId, ct);
        var content = await proposals.ContentOf(proposalId, ct);
        var draft = Guid.CreateVersion7();
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new ReviseProposal(new(proposalId), new(draft)),
                http.CommandRequest(body, body.HappenedAt)
            )
            {
                Proposal = new(draft, IsNew: true) { Event = _ => new ProposalDraftWritten(new(dealId), content) },
            }
        );
    }
}
