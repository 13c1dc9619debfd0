namespace Crm.Domain.Catalog;

// Catalogue items have little behaviour. Each event carries the whole new value of one attribute.
public sealed record ProductAdded(Product Product) : DomainEvent;

public sealed record ProductRecoded(string? Code) : DomainEvent;

public sealed record ProductRenamed(string Name) : DomainEvent;

public sealed record ProductUnitChanged(string? Unit) : DomainEvent;

public sealed record ProductPriceChanged(Money? Price) : DomainEvent;

public sealed record ProductVatRateChanged(decimal? VatRate) : DomainEvent;

public sealed record ProductCostChanged(Money? Cost) : DomainEvent;

/// <summary>The product is a service, or is one no longer.</summary>
public sealed record ProductServiceChanged(bool Service) : DomainEvent;

public sealed record ProductArchived : DomainEvent;

public sealed record ProductRestored : DomainEvent;
