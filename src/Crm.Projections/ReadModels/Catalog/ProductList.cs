using Crm.Projections.ReadModels.Deals;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Products.</summary>
public sealed class ProductList : DocumentList<ProductDocument>
{
    /// <summary>A word of the code or the name starts with the prefix.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));

    /// <summary>One of these codes; what differs from it in case only, unless there is the code itself.</summary>
    public void HasCode(string[] codes)
    {
        var (exact, folds) = (Parameter(codes), Parameter(codes.Select(Codes.Fold).ToArray()));
        Where(
            $"(d.code = any({exact}) or d.id in (select c.id from {CatalogCodes.Qualified} c "
                + $"where c.catalog = '{CatalogCodes.Products}' and c.fold = any({folds}) and not exists "
                + $"(select from {CatalogCodes.Qualified} e where e.catalog = c.catalog and e.fold = c.fold and e.code = any({exact}))))"
        );
    }

    public void Archived(bool archived) => Where($"d.archived = {Parameter(archived)}");
}

/// <summary>Price lists.</summary>
public sealed class PriceListList : DocumentList<PriceListDocument>
{
    public void Archived(bool archived) => Where($"(d.data->'state'->>'archived')::boolean = {Parameter(archived)}");
}
