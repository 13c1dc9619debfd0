using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Where a deal stands as a whole.</summary>
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
