using System.Text.Json.Serialization;
using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Proposals;

// The content of a proposal lives on a stream of its own while it is a draft; what was issued is frozen here.

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
    /// <summary>The client as he stood then; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }
}

public sealed record ProposalSent(ProposalId Proposal) : ProposalEvent(Proposal);

public sealed record ProposalAccepted(ProposalId Proposal, Personal? Comment) : ProposalEvent(Proposal);

public sealed record ProposalDeclined(ProposalId Proposal, Personal Reason) : ProposalEvent(Proposal);

public sealed record ProposalWithdrawn(ProposalId Proposal, Personal? Reason) : ProposalEvent(Proposal);

public sealed record ProposalSuperseded(ProposalId Proposal, ProposalId By) : ProposalEvent(Proposal);

public sealed record ProposalExpired(ProposalId Proposal) : ProposalEvent(Proposal), IAuditOnly;

/// <summary>
/// Somebody asks for a discount above his limit. It is asked for, and given, for one content of the draft: an edit makes it void.
/// </summary>
/// <param name="Percent">The largest discount found in it.</param>
/// <param name="ContentRevision">Number of the content's events: what is asked for.</param>
/// <param name="By">Who asked; null: a key without a user.</param>
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
