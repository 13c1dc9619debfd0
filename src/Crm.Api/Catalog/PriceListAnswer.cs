using System.Globalization;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;

namespace Crm.Api.Catalog;

/// <summary>A price list (прайс-лист, вид цен).</summary>
/// <param name="Title">Name of the price list, as users see it.</param>
/// <param name="Currency">Currency of all its prices, ISO 4217.</param>
/// <param name="PriceIncludesVat"><c>true</c> when its prices include the product's VAT.</param>
/// <param name="ValidFrom">First day on which the list provides prices; null: no such limit.</param>
/// <param name="Archived"><c>true</c> when the list accepts no new prices and provides none to new lines.</param>
/// <param name="RecordedAt">Time at which the price list was created.</param>
/// <param name="Grants">Who may agree its prices without approval; null: everybody.</param>
/// <param name="Version">Version of the price list; the <c>n</c> of the ETag.</param>
public sealed record PriceListAnswer(
    Guid Id,
    string Code,
    string Title,
    string Currency,
    bool PriceIncludesVat,
    DateOnly? ValidFrom,
    bool Archived,
    PriceListGrantsAnswer? Grants,
    DateTimeOffset RecordedAt,
    int Version
)
{
    public static PriceListAnswer Of(PriceListDocument x, Caller caller) =>
        new(
            x.Id,
            x.State.Code,
            x.State.Title,
            x.State.Currency.Code,
            x.State.PriceIncludesVat,
            x.State.ValidFrom,
            x.State.Archived,
            PriceListGrantsAnswer.Of(x.State.Grants, caller),
            x.RecordedAt,
            x.Version
        );

    public StoredAnswer ToStored(Viewer viewer, int status = 200) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/price-lists/{Id}" : null);
}
