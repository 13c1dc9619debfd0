namespace Crm.Domain.Catalog;

/// <summary>A product or service that we sell.</summary>
/// <param name="Code">For people and imports; unique.</param>
/// <param name="VatRate">Percent; null is exempt.</param>
public sealed record Product(ProductId Id, string? Code, string Name, string? Unit, Money? Price, decimal? VatRate, Money? Cost);

/// <summary>Where an enquiry came from.</summary>
public sealed record Source(string Code, string Title, string? Channel);

// Catalogues are thin, but each change leaves a fact.
public sealed record ProductAdded(Product Product) : Fact;
public sealed record SourceAdded(Source Source) : Fact;
public sealed record LostReasonAdded(LostReason Reason) : Fact;

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

/// <summary>The rates of VAT that a line may have, in percent; none at all is exempt.</summary>
public static class VatRates
{
    public static ImmutableArray<decimal> All { get; } = [0, 5, 7, 10, 20, 22];
}
