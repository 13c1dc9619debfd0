namespace Crm.Domain.Catalog;

/// <summary>Where an enquiry came from.</summary>
public sealed record Source(string Code, string Title, string? Channel);

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

public sealed record SourceAdded(Source Source) : DomainEvent;

public sealed record LostReasonAdded(LostReason Reason) : DomainEvent;

/// <summary>The lost reasons that ship with the product.</summary>
public static class ShippedReasons
{
    public static ImmutableArray<LostReason> All { get; } =
    [
        new("price", new("Цена", "Price"), LostReasonRequires.None),
        new("competitor", new("Конкурент", "Competitor"), LostReasonRequires.Competitor),
        new("no-budget", new("Нет бюджета", "No budget"), LostReasonRequires.None),
        new("no-response", new("Нет ответа", "No response"), LostReasonRequires.None),
        new("not-needed", new("Не нужно", "Not needed"), LostReasonRequires.None),
        new("timing", new("Сроки", "Timing"), LostReasonRequires.None),
        new("other", new("Другое", "Other"), LostReasonRequires.Comment),
    ];
}
