using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Proposals;

/// <summary>State of a discount approval: <c>requested</c>, <c>approved</c> or <c>rejected</c>.</summary>
[JsonConverter(typeof(CamelCase<ApprovalStatus>))]
public enum ApprovalStatus
{
    Requested,
    Approved,
    Rejected,
}
