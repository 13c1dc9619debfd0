using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>Status of a proposal. Expiry follows from its date and is not a status.</summary>
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
