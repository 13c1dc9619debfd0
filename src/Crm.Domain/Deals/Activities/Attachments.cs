using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>A file was put on the deal. Its bytes stand beside the events, under their hash; equal bytes once.</summary>
/// <param name="Hash">Lower-case hex of SHA-256 over the bytes.</param>
public sealed record AttachmentAdded(
    AttachmentId Attachment,
    Personal Name,
    string ContentType,
    long Size,
    string Hash,
    Personal? Comment
) : DomainEvent;

/// <summary>A file was taken off the deal. Its bytes stay: the past still refers to them.</summary>
public sealed record AttachmentRemoved(AttachmentId Attachment, Personal? Reason) : DomainEvent;

/// <summary>What decisions and readers need of a file.</summary>
public sealed record Attachment(AttachmentId Id, Personal Name, string ContentType, DateTimeOffset AddedAt)
{
    public DateTimeOffset? RemovedAt { get; init; }

    [JsonIgnore]
    public bool IsThere => RemovedAt is null;
}

/// <summary>Puts a file on the deal; closed deals take it too.</summary>
public sealed record AddAttachment(
    AttachmentId Id,
    Personal Name,
    string ContentType,
    long Size,
    string Hash,
    Personal? Comment
) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        at.Deal.Attachments.ContainsKey(Id) ? Rejection.Conflict("id.taken")
        : Clocks.Adding(at) is { } early ? early
        : Decision.Accept(new AttachmentAdded(Id, Name, ContentType, Size, Hash, Comment));
}

/// <summary>Takes a file off the deal; what is off already stays off.</summary>
public sealed record RemoveAttachment(AttachmentId Id, Personal? Reason) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        !at.Deal.Attachments.TryGetValue(Id, out var found) ? Rejection.NotFound("attachment.not_found")
        : !found.IsThere ? Decision.AlreadySatisfied
        : Clocks.Referring(at, found.AddedAt) is { } early ? early
        : Decision.Accept(new AttachmentRemoved(Id, Reason));
}
