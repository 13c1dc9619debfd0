using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Wolverine;

namespace Crm.Api.Attachments;

/// <summary>A file on a deal.</summary>
/// <param name="ContentType">As declared, and as its first bytes agree.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">SHA-256 over the bytes, lower-case hex.</param>
/// <param name="RemovedAt">When it was taken off the deal; its content is not given out any more.</param>
public sealed record AttachmentAnswer(
    Guid Id,
    Guid DealId,
    string? Name,
    string ContentType,
    long Size,
    string Hash,
    string? Comment,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    DateTimeOffset? RemovedAt
)
{
    public static AttachmentAnswer Of(PartOf<AttachmentAdded> x) =>
        new(
            x.Fact.Attachment.Value,
            x.Deal.Id.Value,
            x.Fact.Name.Text,
            x.Fact.ContentType,
            x.Fact.Size,
            x.Fact.Hash,
            x.Fact.Comment?.Text,
            x.Fact.HappenedAt,
            x.RecordedAt,
            x.Deal.Attachments.GetValueOrDefault(x.Fact.Attachment)?.RemovedAt
        );
}

/// <summary>POST /deals/{dealId}/attachments: a form with a file, as front-ends send them.</summary>
public static class AddAttachmentEndpoint
{
    internal static readonly PartRoutes Routes = new("attachments", "Attachment", "attachmentId", "Deals");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/attachments", Post)
            .Operation(
                new("addAttachment")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Attach a file",
                    Description =
                        "Puts a file on the deal; closed deals take it too. Type and size "
                        + "are limited, and the file must be what it says it is.",
                    Refusals =
                    [
                        "validation.failed",
                        "upload.malformed",
                        "attachment.too_large",
                        "attachment.type_not_allowed",
                        "deal.not_found",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .WithMetadata(new FileForm())
            .Answers<AttachmentAnswer>(201)
            .Answers<AttachmentAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, FileRules rules)
    {
        var upload = await Upload.Read(http, rules);
        var id = upload.Id ?? Guid.CreateVersion7();
        var command = new AddAttachment(
            new(id),
            TextValidation.Personal(upload.Name, "/name", TextValidation.Short),
            upload.ContentType,
            upload.Bytes.Length,
            upload.Hash,
            TextValidation.PersonalOrNull(upload.Comment, "/comment")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(upload.Command, upload.HappenedAt, upload.Id))
            {
                PartId = id,
                Content = new(upload.Hash, upload.Bytes),
            }
        );
    }
}

/// <summary>An operation that takes a form with a file; the contract describes it so.</summary>
public sealed record FileForm;
