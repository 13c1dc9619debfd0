using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Whether a deal is open, won or lost.</summary>
[JsonConverter(typeof(CamelCase<DealStatus>))]
public enum DealStatus
{
    Open,
    Won,
    Lost,
}

/// <summary>Result of a closed deal: <c>won</c> or <c>lost</c>.</summary>
[JsonConverter(typeof(CamelCase<Outcome>))]
public enum Outcome
{
    Won,
    Lost,
}
