using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Proposals;

// A draft has its content in a stream of its own; the issue event here contains the frozen content.

public abstract record ProposalEvent(ProposalId Proposal) : DomainEvent;

public sealed record ProposalDrafted(ProposalId Proposal, ProposalId? Revises, Currency Currency)
    : ProposalEvent(Proposal);

public sealed record ProposalIssued(
    ProposalId Proposal,
    string Number,
    int Revision,
    ProposalContent Content,
    Money Total,
    DateOnly ValidUntil,
    DateTimeOffset ExpiresAt,
    bool Timed
) : ProposalEvent(Proposal)
{
    /// <summary>Snapshot of the client at that time; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }

    /// <summary>The draft had an approval, of another content than this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsApprovalVoid { get; init; }
}

public sealed record ProposalSent(ProposalId Proposal) : ProposalEvent(Proposal);

public sealed record ProposalAccepted(ProposalId Proposal, Personal? Comment) : ProposalEvent(Proposal);

public sealed record ProposalDeclined(ProposalId Proposal, Personal Reason) : ProposalEvent(Proposal);

public sealed record ProposalWithdrawn(ProposalId Proposal, Personal? Reason) : ProposalEvent(Proposal);

public sealed record ProposalSuperseded(ProposalId Proposal, ProposalId By) : ProposalEvent(Proposal);

public sealed record ProposalExpired(ProposalId Proposal) : ProposalEvent(Proposal), IAuditOnly;

/// <summary>
/// A user requests approval of prices that they may not agree. Request and approval apply to one version of the draft's
/// content: an edit voids them.
/// </summary>
/// <param name="Percent">
/// The largest discount in the draft, with base prices converted at the day's rate; 0 when other reasons need approval.
/// </param>
/// <param name="ContentRevision">Version of the content that the request is about.</param>
/// <param name="By">The requesting user; null: a key without a user.</param>
public sealed record DiscountApprovalRequested(
    ProposalId Proposal,
    decimal Percent,
    int ContentRevision,
    UserId? By,
    Personal? Comment
) : ProposalEvent(Proposal);

public sealed record DiscountApproved(ProposalId Proposal, decimal Percent, int ContentRevision, Personal? Comment)
    : ProposalEvent(Proposal);

public sealed record DiscountRejected(ProposalId Proposal, decimal Percent, int ContentRevision, Personal Reason)
    : ProposalEvent(Proposal);
