using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>A product or service of the catalogue (номенклатура).</summary>
/// <param name="Code">Product code (артикул), unique in the catalogue; null when there is none.</param>
/// <param name="Name">Name of the product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>; null when there is none.</param>
/// <param name="Price">Base price per unit without VAT (базовая цена); null when there is none.</param>
/// <param name="VatRate">VAT rate (ставка НДС) in percent; null: exempt from VAT (без НДС).</param>
/// <param name="Cost">Cost per unit (себестоимость); null when unknown. Visible only with the permission <c>cost.see</c>.</param>
/// <param name="Service"><c>true</c> for a service (услуга): where no cost is known, it costs nothing.</param>
/// <param name="Archived"><c>true</c> when the product is not available for new lines.</param>
/// <param name="RecordedAt">Time at which the product was added.</param>
/// <param name="Version">Version: number of events of the product so far; the <c>n</c> of the ETag.</param>
public sealed record ProductAnswer(
    Guid Id,
    string? Code,
    string Name,
    string? Unit,
    Money? Price,
    decimal? VatRate,
    [property: Cost] Money? Cost,
    bool Service,
    bool Archived,
    DateTimeOffset RecordedAt,
    int Version
)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static ProductAnswer Of(DocumentResult<ProductDocument> result, Viewer viewer) =>
        Of(result.Document) with
        {
            Warnings = Problems.Warnings.In(result.Warnings, viewer.Language),
        };

    public static ProductAnswer Of(ProductDocument x) =>
        new(
            x.Id,
            x.State.Code,
            x.State.Name,
            x.State.Unit,
            x.State.Price,
            x.State.VatRate,
            x.State.Cost,
            x.State.Service,
            x.State.Archived,
            x.RecordedAt,
            x.Version
        );

    public StoredAnswer ToStored(Viewer viewer, int status = 200) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/products/{Id}" : null);
}
