using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Whose debt it is: <c>client</c> (the client owes the company) or <c>us</c> (the company owes the client).</summary>
[JsonConverter(typeof(CamelCase<DebtSide>))]
public enum DebtSide
{
    Client,
    Us,
}
