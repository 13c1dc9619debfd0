using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>
/// A file was added to the deal. Its bytes are stored outside the events under their hash, equal bytes once.
/// </summary>
/// <param name="Hash">Lower-case hex of SHA-256 over the bytes.</param>
public sealed record AttachmentAdded(
    AttachmentId Attachment,
    Personal Name,
    string ContentType,
    long Size,
    string Hash,
    Personal? Comment
) : DomainEvent;

/// <summary>A file was removed from the deal. Its bytes remain, because history refers to them.</summary>
public sealed record AttachmentRemoved(AttachmentId Attachment, Personal? Reason) : DomainEvent;

/// <summary>What decisions read of a file.</summary>
public sealed record Attachment(AttachmentId Id, Personal Name, string ContentType, DateTimeOffset AddedAt)
{
    public DateTimeOffset? RemovedAt { get; init; }

    [JsonIgnore]
    public bool IsThere => RemovedAt is null;
}

/// <summary>Adds a file to the deal. Closed deals accept it too.</summary>
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

/// <summary>Removes a file from the deal; removing it again changes nothing.</summary>
public sealed record RemoveAttachment(AttachmentId Id, Personal? Reason) : DealCommand
{
    protected override bool OnClosedDeals => true;

    protected override Decision DecideCore(DecisionContext at) =>
        !at.Deal.Attachments.TryGetValue(Id, out var found) ? Rejection.NotFound("attachment.not_found")
        : !found.IsThere ? Decision.AlreadySatisfied
        : Clocks.Referring(at, found.AddedAt) is { } early ? early
        : Decision.Accept(new AttachmentRemoved(Id, Reason));
}
