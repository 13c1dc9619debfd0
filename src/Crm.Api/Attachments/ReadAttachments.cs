using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Deals.Activities;
using Crm.Projections.ReadModels.Attachments;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Attachments;

/// <summary>GET /deals/{dealId}/attachments, /attachments/{attachmentId} and its content.</summary>
public static class ReadAttachmentsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/deals/{dealId:guid}/attachments",
                (Guid dealId, HttpContext http, DealParts parts) =>
                    parts.List<AttachmentAdded, AttachmentAnswer>(
                        http,
                        dealId,
                        AttachmentAnswer.Of,
                        (file, deal) => deal.Attachments.GetValueOrDefault(file.Attachment)?.IsThere == true
                    )
            )
            .Operation(
                new("listAttachments")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "List attachments",
                    Description = "Files attached to the deal, in the order of recording; removed files are excluded.",
                    Query = [.. Param.Page, Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<AttachmentAnswer>();
        routes
            .MapGet(
                "/deals/{dealId:guid}/attachments/{attachmentId:guid}",
                (Guid dealId, Guid attachmentId, HttpContext http, DealParts parts) =>
                    parts.Get<AttachmentAdded, AttachmentAnswer>(
                        http,
                        (dealId, attachmentId),
                        x => x.Attachment.Value,
                        "attachment.not_found",
                        AttachmentAnswer.Of
                    )
            )
            .Operation(
                new("getAttachment")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "Read an attachment",
                    Description =
                        "Name, type, size and hash of an attached file; a removed file has the time of its "
                        + "removal.",
                    Query = [Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "attachment.not_found"],
                }
            )
            .Answers<AttachmentAnswer>();
        routes
            .MapGet("/deals/{dealId:guid}/attachments/{attachmentId:guid}/content", Content)
            .Operation(
                new("getAttachmentContent")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "Download an attachment",
                    Description = "Content of the file, served as a download. Its ETag is its hash.",
                    Refusals = ["deal.not_found", "attachment.not_found", "attachment.removed"],
                }
            )
            .Produces<byte[]>(200, "application/octet-stream");
    }

    private static async Task<IResult> Content(
        Guid dealId,
        Guid attachmentId,
        HttpContext http,
        DealReader deals,
        StoredContents contents
    )
    {
        var ct = http.RequestAborted;
        var at = await deals.Now(dealId, ct);
        var found =
            await deals.Find<AttachmentAdded>(at, x => x.Attachment.Value, attachmentId, ct)
            ?? throw ProblemException.NotFound("attachment.not_found");
        var file = (AttachmentAdded)found.Data;
        if (at.Deal.State.Attachments.GetValueOrDefault(file.Attachment)?.IsThere != true)
            throw new ProblemException(410, "attachment.removed");
        var etag = $"\"{file.Hash}\"";
        http.Response.Headers.ETag = etag;
        if (ETags.NotModified(http, etag))
            return Results.StatusCode(304);
        // Saved, never shown: what somebody uploaded must not run as a page of ours. nosniff stands on every answer.
        var saved = new ContentDispositionHeaderValue("attachment");
        saved.SetHttpFileName(file.Name.Text ?? file.Hash);
        http.Response.Headers.ContentDisposition = saved.ToString();
        return await StoredFile.Of(contents, file.Hash, file.ContentType, ct);
    }
}
