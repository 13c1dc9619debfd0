using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Who owes: the client or us.</summary>
[JsonConverter(typeof(CamelCase<DebtSide>))]
public enum DebtSide
{
    Client,
    Us,
}
