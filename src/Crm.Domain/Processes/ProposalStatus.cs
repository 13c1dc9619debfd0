using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>State of a proposal. Expiry is not a state; it follows from validUntil.</summary>
[JsonConverter(typeof(CamelCase<ProposalStatus>))]
public enum ProposalStatus
{
    Draft,
    Issued,
    Sent,
    Accepted,
    Declined,
    Withdrawn,
    Superseded,
}
