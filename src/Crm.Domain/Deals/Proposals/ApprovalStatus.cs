using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Status of a discount approval.</summary>
[JsonConverter(typeof(CamelCase<ApprovalStatus>))]
public enum ApprovalStatus
{
    Requested,
    Approved,
    Rejected,
}
