using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Wolverine;

namespace Crm.Api.Attachments;

/// <summary>A file attached to a deal (присоединённый файл).</summary>
/// <param name="Name">File name; null after it was erased.</param>
/// <param name="ContentType">Media type as declared at upload and confirmed by the file's content.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Hash">SHA-256 of the content, lower-case hex.</param>
/// <param name="Comment">Comment given at upload; null when there is none.</param>
/// <param name="RemovedAt">
/// Time at which the file was removed from the deal, after which its content cannot be downloaded; null while it is attached.
/// </param>
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
                new("createAttachment")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Attach a file",
                    Description =
                        "Attaches a file to the deal; also available for closed deals. Type and size are "
                        + "limited, and the content must match the declared type.",
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
            upload.Content.Length,
            upload.Hash,
            TextValidation.PersonalOrNull(upload.Comment, "/comment")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(upload.Command, upload.HappenedAt, upload.Id))
            {
                PartId = id,
                Content = new(upload.Hash, upload.Content),
            }
        );
    }
}

/// <summary>An operation that takes a form with a file; the contract describes it so.</summary>
public sealed record FileForm : ITakesFile;
