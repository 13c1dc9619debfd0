using System.Text.Json.Serialization;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Deals;
using JasperFx.Events;
using Marten.Schema;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Current state of a product.</summary>
public sealed record ProductDocument(Guid Id, Product State, DateTimeOffset RecordedAt)
{
    /// <summary>
    /// Number of events: the n of the ETag. Documents from before products could change do not contain it.
    /// </summary>
    public int Version { get; init; } = 1;

    [JsonIgnore]
    public string? Code => State.Code;

    [JsonIgnore]
    public bool Archived => State.Archived;

    [JsonIgnore]
    public string Words => WordsOf(State);

    public static string WordsOf(Product x) => SearchWords.Of([x.Code, x.Name]);

    /// <summary>
    /// Called by Marten: table of this document. The unique index on the code holds regardless of what writes the row.
    /// </summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        mapping.DuplicateField("Code", "text");
        mapping.DuplicateField("Archived", "boolean");
        mapping.DuplicateField("Words", "text");
        mapping.Indexes.Add(new IndexDefinition("product_code") { Columns = ["code"], IsUnique = true });
        mapping.Indexes.Add(WordIndex.Of("product_words"));
    }
}

/// <summary>Tells Marten how to fold the events of a product.</summary>
public sealed class ProductProjection() : StreamProjection<ProductDocument>("product")
{
    public override ProductDocument? Evolve(ProductDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static ProductDocument? After(
        ProductDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        Product.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? recordedAt) { Version = before is null ? 1 : before.Version + 1 }
            : null;
}
