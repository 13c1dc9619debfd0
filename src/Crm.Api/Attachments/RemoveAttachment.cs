using Crm.Domain.Deals.Activities;
using Wolverine;

namespace Crm.Api.Attachments;

/// <summary>
/// DELETE /deals/{dealId}/attachments/{attachmentId}. A body of DELETE is dropped on the way by some: the reason stands in the
/// query.
/// </summary>
public static class RemoveAttachmentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapDelete("/deals/{dealId:guid}/attachments/{attachmentId:guid}", Delete)
            .Operation(
                new("deleteAttachment")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Remove an attachment",
                    Description = "Removes a file from the deal; the history still lists it. Requires If-Match.",
                    Query =
                    [
                        new("reason", "string", "Reason for the removal; recorded in the history.", "Не тот договор"),
                    ],
                    RequiresMatch = true,
                    Refusals =
                    [
                        "if_match.required",
                        "version.stale",
                        "deal.not_found",
                        "attachment.not_found",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Answers<AttachmentAnswer>();

    private static async Task<IResult> Delete(Guid dealId, Guid attachmentId, HttpContext http, IMessageBus bus)
    {
        var reason = TextValidation.PersonalOrNull(Query.Text(http, "reason"), "/reason", TextValidation.Short);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new RemoveAttachment(new(attachmentId), reason),
                http.CommandRequest(new { attachmentId, reason = reason?.Text }, null)
            )
            {
                PartId = attachmentId,
            }
        );
    }
}
