using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>A product or service that we sell.</summary>
/// <param name="Code">For users and imports; unique.</param>
/// <param name="Price">Base price per unit, without VAT.</param>
/// <param name="VatRate">Percent; null is exempt.</param>
public sealed record Product(
    ProductId Id,
    string? Code,
    string Name,
    string? Unit,
    Money? Price,
    decimal? VatRate,
    Money? Cost
)
{
    /// <summary>Cannot be used in new lines; existing documents keep it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Archived { get; init; }

    /// <summary>A service: where no cost is known it costs nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Service { get; init; }

    /// <summary>Folds one event; total.</summary>
    public static Product? Evolve(Product? before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProductAdded f => f.Product,
            ProductRecoded f => before is null ? null : before with { Code = f.Code },
            ProductRenamed f => before is null ? null : before with { Name = f.Name },
            ProductUnitChanged f => before is null ? null : before with { Unit = f.Unit },
            ProductPriceChanged f => before is null ? null : before with { Price = f.Price },
            ProductVatRateChanged f => before is null ? null : before with { VatRate = f.VatRate },
            ProductCostChanged f => before is null ? null : before with { Cost = f.Cost },
            ProductServiceChanged f => before is null ? null : before with { Service = f.Service },
            ProductArchived => before is null ? null : before with { Archived = true },
            ProductRestored => before is null ? null : before with { Archived = false },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no product knows"
            ),
        };

    /// <summary>All faults of a product.</summary>
    /// <param name="rates">VAT rates in force.</param>
    public IEnumerable<Fault> Faults(ImmutableArray<decimal> rates)
    {
        if (VatRate is { } rate && !rates.Contains(rate))
            yield return VatRates.Unknown("/vatRate", rates);
        if (Price is { Amount: < 0 })
            yield return new("/price/amount", "amount.negative", ">= 0");
        if (Cost is { Amount: < 0 })
            yield return new("/cost/amount", "amount.negative", ">= 0");
    }
}
