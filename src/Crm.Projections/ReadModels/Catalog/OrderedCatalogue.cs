namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Sources or lost reasons, in the order that the company gave them.</summary>
public sealed class OrderedCatalogue<TDocument> : DocumentList<TDocument>
    where TDocument : class
{
    // Items without a position come last.
    private const string Position = "coalesce((d.data->'state'->>'position')::int, 2147483647)";

    public override IReadOnlyList<SortColumn> Sort => [new("position", Position, "int", false), ById];

    public void Retired(bool retired) =>
        Where($"coalesce((d.data->'state'->>'retired')::boolean, false) = {Parameter(retired)}");
}
