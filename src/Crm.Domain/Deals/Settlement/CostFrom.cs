using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>Where the cost of a shipment line is from.</summary>
[JsonConverter(typeof(CamelCase<CostFrom>))]
public enum CostFrom
{
    /// <summary>Given with the shipment.</summary>
    Given,

    /// <summary>Copied by the order line from the catalogue.</summary>
    Copied,

    /// <summary>The product's on the day of the shipment.</summary>
    Product,

    /// <summary>0: a service without a cost.</summary>
    Service,

    /// <summary>There is no cost, or no rate for it.</summary>
    Unknown,
}
