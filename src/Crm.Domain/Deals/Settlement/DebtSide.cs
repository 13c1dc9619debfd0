using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Whose debt: the client's, or ours.</summary>
[JsonConverter(typeof(CamelCase<DebtSide>))]
public enum DebtSide
{
    Client,
    Us,
}
