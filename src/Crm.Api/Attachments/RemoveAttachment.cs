using Crm.Api.Deals;
using Crm.Domain.Deals;

namespace Crm.Api.Attachments;

/// <summary>DELETE /deals/{dealId}/attachments/{attachmentId}. A body of DELETE is dropped on the way by some: the reason stands in the query.</summary>
public static class RemoveAttachmentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapDelete("/deals/{dealId:guid}/attachments/{attachmentId:guid}", Delete)
            .Operation(
                "removeAttachment",
                Permissions.DealsWrite,
                "Deals",
                "Remove an attachment",
                "Takes a file off the deal; history keeps that it was there. Needs If-Match.",
                query: [new("reason", "string", "Why; goes into the history.", "Не тот договор")],
                refuses:
                [
                    "if_match.required",
                    "version.stale",
                    "deal.not_found",
                    "attachment.not_found",
                    "happened_at.out_of_order",
                ],
                matchRequired: true
            )
            .Answers<AttachmentAnswer>();

    private static async Task<IResult> Delete(Guid dealId, Guid attachmentId, HttpContext http, DealDesks desks)
    {
        var reason = Texts.PersonalOrNull(Query.Text(http, "reason"), "/reason", Texts.Short);
        return await desks.Changed<AttachmentAdded>(
            http,
            dealId,
            new { attachmentId, reason = reason?.Text },
            null,
            _ => new RemoveAttachment(new(attachmentId), reason),
            AttachmentAnswer.Of,
            x => x.Attachment.Value == attachmentId
        );
    }
}
