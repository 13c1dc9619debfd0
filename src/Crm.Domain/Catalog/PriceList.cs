using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>
/// A named list of prices. Code, currency and VAT mode never change, because the prices mean nothing without them.
/// </summary>
/// <param name="Code">Kebab-case; unique.</param>
/// <param name="PriceIncludesVat">Prices include the product's VAT.</param>
/// <param name="ValidFrom">The list has no prices before this day; null: no lower bound.</param>
public sealed record PriceList(
    string Code,
    string Title,
    Currency Currency,
    bool PriceIncludesVat,
    DateOnly? ValidFrom,
    bool Archived
)
{
    private const int LongestCode = 50;

    /// <summary>Who may use its prices without approval; null: everybody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriceListGrants? Grants { get; init; }

    /// <summary>
    /// Folds one event; total. Prices are not part of the state: there are too many, they are stored in a table of
    /// their own.
    /// </summary>
    public static PriceList? Evolve(PriceList? before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            PriceListMade f => f.List,
            PriceListRetitled f => before is null ? null : before with { Title = f.Title },
            PriceListStartChanged f => before is null ? null : before with { ValidFrom = f.ValidFrom },
            PriceListArchived => before is null ? null : before with { Archived = true },
            PriceListRestored => before is null ? null : before with { Archived = false },
            PriceListGrantsChanged f => before is null ? null : before with { Grants = f.Grants },
            ListPricesSet => before,
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no price list knows"
            ),
        };

    public IEnumerable<Fault> Faults()
    {
        if (
            Code.Length is 0 or > LongestCode
            || Code[0] == '-'
            || Code[^1] == '-'
            || Code.Contains("--", StringComparison.Ordinal)
            || !Code.All(x => x is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        )
            yield return new(
                "/code",
                "code.invalid",
                $"kebab-case, such as dealers-2026, at most {LongestCode} characters"
            );
        foreach (var fault in Grants?.Faults("/grants") ?? [])
            yield return fault;
    }
}

/// <summary>What a product costs in a list from a day on, until the next price.</summary>
/// <param name="Price">Per unit, up to 6 decimals, in the list's currency and VAT mode.</param>
public sealed record ListPrice(ProductId Product, DateOnly ValidFrom, decimal Price);

// A price for a past day is a later event: documents that copied the earlier price keep it.
public sealed record PriceListMade(PriceList List) : DomainEvent;

public sealed record PriceListRetitled(string Title) : DomainEvent;

public sealed record PriceListStartChanged(DateOnly? ValidFrom) : DomainEvent;

public sealed record PriceListGrantsChanged(PriceListGrants? Grants) : DomainEvent;

public sealed record PriceListArchived : DomainEvent;

public sealed record PriceListRestored : DomainEvent;

public sealed record ListPricesSet(ImmutableArray<ListPrice> Prices) : DomainEvent;
