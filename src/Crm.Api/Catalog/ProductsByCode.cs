using Crm.Domain.Catalog;

namespace Crm.Api.Catalog;

/// <summary>The products that the rows of a file may name by their codes.</summary>
internal sealed class ProductsByCode
{
    private readonly Dictionary<string, List<Product>> byFold = new(StringComparer.Ordinal);

    public void Add(Product product)
    {
        if (product.Code is not { } code)
            return;
        var fold = Codes.Fold(code);
        if (!byFold.TryGetValue(fold, out var twins))
            byFold[fold] = twins = [];
        twins.Add(product);
    }

    /// <summary>All that are equal to the code without case.</summary>
    public IReadOnlyList<Product> All(string code) => byFold.GetValueOrDefault(Codes.Fold(code)) ?? [];

    /// <summary>The exact one, else the only one that fits without case; null: none, or more than one.</summary>
    public Product? Find(string code) =>
        All(code) is var all && all.FirstOrDefault(one => one.Code == code) is { } exact ? exact
        : all is [var only] ? only
        : null;

    /// <summary>The codes of which none is exact; null: the code is clear.</summary>
    public string? Ambiguous(string code) =>
        Find(code) is null && All(code) is { Count: > 1 } all ? string.Join(", ", all.Select(one => one.Code)) : null;

    public void Clear() => byFold.Clear();
}
