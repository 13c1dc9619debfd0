using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>Where a proposal stands. Expiry is read from its date, it is no status.</summary>
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
