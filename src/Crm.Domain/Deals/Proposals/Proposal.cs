using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Proposals;

/// <summary>What decisions need of a proposal; its lines stand in its own stream and in the event of its issue.</summary>
public sealed record Proposal(ProposalId Id, ProposalStatus Status, Currency Currency, ProposalId? Revises)
    : ICheckedProposal
{
    public string? Number { get; init; }
    public int Revision { get; init; } = 1;
    public Money? Total { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its expiry lay ahead when it was issued.</summary>
    public bool Timed { get; init; }
    public bool ExpiryNoted { get; init; }
    public bool Ordered { get; init; }

    /// <summary>Custom fields of the lines that it was issued with; null: none has any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<FieldList>? LineFields { get; init; }

    /// <summary>The last word about a discount above somebody's limit; null: nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DiscountApproval? Approval { get; init; }

    /// <summary>The latest event about it: what refers to it may not lie before.</summary>
    public DateTimeOffset LatestAt { get; init; }

    public bool ExpiredAt(DateTimeOffset at) => ExpiresAt is { } last && CommandContext.IsOver(last, at);
}

/// <summary>Where the approval of a discount stands. It is about one content of the draft.</summary>
/// <param name="By">Who asked for it.</param>
public sealed record DiscountApproval(ApprovalStatus Status, decimal Percent, int ContentRevision, UserId? By);
