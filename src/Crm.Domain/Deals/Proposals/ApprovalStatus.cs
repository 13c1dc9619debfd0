using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Proposals;

/// <summary>Where the approval of a discount stands.</summary>
[JsonConverter(typeof(CamelCase<ApprovalStatus>))]
public enum ApprovalStatus
{
    Requested,
    Approved,
    Rejected,
}
