using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>What decisions read of a proposal; its lines are in its own stream and in the event of its issue.</summary>
public sealed record Proposal(ProposalId Id, ProposalStatus Status, Currency Currency, ProposalId? Revises)
    : ICheckedProposal
{
    public string? Number { get; init; }
    public int Revision { get; init; } = 1;
    public Money? Total { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its expiry was in the future when it was issued.</summary>
    public bool Timed { get; init; }
    public bool ExpiryNoted { get; init; }
    public bool Ordered { get; init; }

    /// <summary>Custom fields of the issued lines; null: no line has any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<FieldList>? LineFields { get; init; }

    /// <summary>Latest status of the approval of a discount above a user's limit; null: never requested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DiscountApproval? Approval { get; init; }

    /// <summary>It was issued with another content than the approval is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsApprovalVoid { get; init; }

    /// <summary>The prices that it was issued with are approved.</summary>
    [JsonIgnore]
    public bool IsApproved => Approval is { Status: ApprovalStatus.Approved } && !IsApprovalVoid;

    /// <summary>Business time of the latest event about it; events that refer to it must not lie before.</summary>
    public DateTimeOffset LatestAt { get; init; }

    public bool ExpiredAt(DateTimeOffset at) => ExpiresAt is { } last && CommandContext.IsOver(last, at);
}

/// <summary>Status of a discount approval. It applies to one version of the draft's content.</summary>
/// <param name="By">The requesting user.</param>
public sealed record DiscountApproval(ApprovalStatus Status, decimal Percent, int ContentRevision, UserId? By);
