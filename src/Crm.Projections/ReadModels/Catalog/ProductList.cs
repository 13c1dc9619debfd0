using Crm.Projections.ReadModels.Deals;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Products.</summary>
public sealed class ProductList : DocumentList<ProductDocument>
{
    /// <summary>A word of the code or the name starts with the prefix.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));

    public void HasCode(string[] codes) => Where($"d.code = any({Parameter(codes)})");

    public void Archived(bool archived) => Where($"d.archived = {Parameter(archived)}");
}

/// <summary>Price lists.</summary>
public sealed class PriceListList : DocumentList<PriceListDocument>
{
    public void Archived(bool archived) => Where($"(d.data->'state'->>'archived')::boolean = {Parameter(archived)}");
}
