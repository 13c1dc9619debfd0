using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Domain.Deals.Activities;
using Crm.Projections.ReadModels.Attachments;
using JasperFx.Events;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Attachments;

/// <summary>GET /deals/{dealId}/attachments, /attachments/{attachmentId} and its content.</summary>
public static class ReadAttachmentsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/deals/{dealId:guid}/attachments", List)
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
            .Answers<Listed<AttachmentAnswer>>();
        routes
            .MapGet(
                "/deals/{dealId:guid}/attachments/{attachmentId:guid}",
                (Guid dealId, Guid attachmentId, HttpContext http, DealParts parts) =>
                    parts.Get<AttachmentAdded, AttachmentAnswer>(
                        http,
                        dealId,
                        x => x.Attachment.Value == attachmentId,
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

    private static async Task<IResult> List(Guid dealId, HttpContext http, DealReader deals, CursorSeal cursors)
    {
        var events = await deals.Facts(
            dealId,
            Query.Instant(http, "asOf"),
            Query.Instant(http, "knownAt"),
            http.RequestAborted
        );
        var deal = (DealReader.Folded(events, dealId) ?? throw ProblemException.NotFound("deal.not_found")).State;
        var there = events.Where(x =>
            x.Data is AttachmentAdded f && deal.Attachments.GetValueOrDefault(f.Attachment)?.IsThere == true
        );
        return Pages.Cut(
            http,
            cursors,
            [.. there.Select(x => AttachmentAnswer.Of(new((AttachmentAdded)x.Data, deal, x.Timestamp)))],
            x => x.Id.ToString()
        );
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
        var events = await deals.Facts(dealId, null, null, ct);
        var file =
            events.Select(x => x.Data).OfType<AttachmentAdded>().FirstOrDefault(x => x.Attachment.Value == attachmentId)
            ?? throw ProblemException.NotFound("attachment.not_found");
        if (events.Any(x => x.Data is AttachmentRemoved f && f.Attachment == file.Attachment))
            throw new ProblemException(410, "attachment.removed");
        var etag = $"\"{file.Hash}\"";
        http.Response.Headers.ETag = etag;
        if (ETags.NotModified(http, etag))
            return Results.StatusCode(304);
        var bytes = await contents.Read(file.Hash, ct);
        // Saved, never shown: what somebody uploaded must not run as a page of ours. nosniff stands on every answer.
        var saved = new ContentDispositionHeaderValue("attachment");
        saved.SetHttpFileName(file.Name.Text ?? file.Hash);
        http.Response.Headers.ContentDisposition = saved.ToString();
        return Results.Bytes(bytes, file.ContentType);
    }
}
