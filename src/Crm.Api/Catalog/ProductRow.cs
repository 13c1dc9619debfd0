using Crm.Api.Csv;
using Crm.Domain.Catalog;

namespace Crm.Api.Catalog;

/// <summary>A row of a file of products: what it wants a product to be, and everything that is wrong with it.</summary>
internal sealed class ProductRow(CsvRow row, bool costs, Currency baseCurrency)
{
    public List<RequestFault> Faults { get; } = [];

    public void Wrong(CsvColumn column, string code, Phrase expected) => Faults.Add(row.Fault(column, code, expected));

    /// <summary>A fault of the domain: the member is the column.</summary>
    public void Wrong(Fault fault) =>
        Wrong(
            ProductFile.Columns.First(x => x.Name == fault.Pointer.Split('/')[1]),
            fault.Code,
            fault.Expected ?? Phrase.None
        );

    public Product Of(Product before, bool isNew)
    {
        if (row[ProductFile.Code]?.Length > ProductFile.LongestCode)
            Wrong(ProductFile.Code, "member.too_long", $"at most {ProductFile.LongestCode} characters");
        if (isNew && row[ProductFile.Code] is null)
            Wrong(ProductFile.Code, "member.required", "a code: without one the same row would add it twice");
        var name = Text(ProductFile.Name, before.Name, TextValidation.Title);
        if (name is null or "")
            Wrong(ProductFile.Name, "member.required", "a name");
        var price = Money(ProductFile.Price, ProductFile.Currency, before.Price, baseCurrency);
        return before with
        {
            Name = name ?? "",
            // Found by its id, it may get another code or none; found by its code, it keeps that as it was typed first.
            Code =
                row[ProductFile.Id] is null ? before.Code ?? row[ProductFile.Code]
                : row.Has(ProductFile.Code) ? row[ProductFile.Code]
                : before.Code,
            Unit = Text(ProductFile.Unit, before.Unit, ProductFile.LongestUnit),
            Price = price,
            VatRate = Rate(before.VatRate),
            Cost = costs
                ? Money(ProductFile.Cost, ProductFile.CostCurrency, before.Cost, price?.Currency ?? baseCurrency)
                : before.Cost,
            Archived = Flag(before.Archived),
        };
    }

    private string? Text(CsvColumn column, string? before, int most)
    {
        if (!row.Has(column))
            return before;
        if (row[column]?.Length > most)
            Wrong(column, "member.too_long", $"at most {most} characters");
        return row[column];
    }

    private decimal? Rate(decimal? before)
    {
        if (!row.Has(ProductFile.VatRate))
            return before;
        if (
            row[ProductFile.VatRate]?.TrimEnd('%').TrimEnd() is not { } cell
            || cell.ToLowerInvariant() is "exempt" or "без ндс"
        )
            return null;
        if (CsvCells.TryNumber(cell, 2, out var rate))
            return rate;
        Wrong(ProductFile.VatRate, "member.invalid", "a percent of at most 2 decimals, exempt, or nothing");
        return null;
    }

    private Money? Money(CsvColumn column, CsvColumn currency, Money? before, Currency otherwise)
    {
        if (!row.Has(column))
            return before;
        var code = row[currency]?.ToUpperInvariant() ?? (before?.Currency ?? otherwise).Code;
        if (!Domain.Kernel.Currency.IsKnown(code))
            Wrong(currency, "currency.unknown", "a code of ISO 4217, such as RUB");
        if (row[column] is not { } cell)
            return null;
        if (!CsvCells.TryNumber(cell, SetListPrices.Decimals, out var amount))
            Wrong(column, "member.invalid", "a number of at most 15 digits before and 6 after the point or comma");
        return new Money(amount, new(code));
    }

    private bool Flag(bool before)
    {
        if (row[ProductFile.Archived] is not { } cell)
            return before;
        if (!CsvCells.TryFlag(cell, out var flag))
            Wrong(ProductFile.Archived, "member.invalid", "yes or no");
        return flag;
    }
}
