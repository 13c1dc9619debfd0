using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Status of a deal.</summary>
[JsonConverter(typeof(CamelCase<DealStatus>))]
public enum DealStatus
{
    Open,
    Won,
    Lost,
}

/// <summary>How a deal was closed.</summary>
[JsonConverter(typeof(CamelCase<Outcome>))]
public enum Outcome
{
    Won,
    Lost,
}
