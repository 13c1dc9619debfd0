using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Attachments;

/// <summary>Files on a deal.</summary>
public static class AttachmentsFeature
{
    public static IServiceCollection AddAttachments(this IServiceCollection services) =>
        services
            .AddSingleton<FileRules>()
            .AddPartAnswers<AttachmentAdded>(
                new(one => one.Attachment.Value, AttachmentAnswer.Of, "attachments"),
                "createAttachment"
            )
            .AddPartAnswers<AttachmentAdded>(new(one => one.Attachment.Value, AttachmentAnswer.Of), "deleteAttachment");

    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        AddAttachmentEndpoint.Map(routes);
        ReadAttachmentsEndpoints.Map(routes);
        RemoveAttachmentEndpoint.Map(routes);
    }
}
