using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>Products, price lists, sources and lost reasons.</summary>
public static class CatalogFeature
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) =>
        services
            .AddSingleton<PriceBooks>()
            .AddSingleton<References>()
            .AddScoped<ProductChanges>()
            .AddDocumentAnswers<ProductDocument>(
                (result, viewer) => ProductAnswer.Of(result, viewer).ToStored(viewer),
                "updateProduct",
                "archiveProduct",
                "restoreProduct"
            )
            .AddDocumentAnswers<ProductDocument>(
                (result, viewer) => ProductAnswer.Of(result, viewer).ToStored(viewer, 201),
                "createProduct"
            )
            .AddDocumentAnswers<PriceListDocument>(
                (result, viewer) => PriceListAnswer.Of(result.Document, viewer.Caller).ToStored(viewer),
                "updatePriceList",
                "archivePriceList",
                "restorePriceList"
            )
            .AddDocumentAnswers<PriceListDocument>(
                (result, viewer) => PriceListAnswer.Of(result.Document, viewer.Caller).ToStored(viewer, 201),
                "createPriceList"
            )
            .AddDocumentAnswers<PriceListDocument>(
                (result, viewer) => StoredAnswer.Create(viewer, 200, result.Subject!, result.Document.Version),
                "setListPrice"
            )
            .AddDocumentAnswers<SourceDocument>(
                (result, viewer) => SourceItemAnswer.Stored(viewer, result, 201),
                "createSource"
            )
            .AddDocumentAnswers<SourceDocument>(
                (result, viewer) => SourceItemAnswer.Stored(viewer, result, 200),
                "updateSource",
                "retireSource",
                "restoreSource"
            )
            .AddDocumentAnswers<LostReasonDocument>(
                (result, viewer) => LostReasonAnswer.Stored(viewer, result, 201),
                "createLostReason"
            )
            .AddDocumentAnswers<LostReasonDocument>(
                (result, viewer) => LostReasonAnswer.Stored(viewer, result, 200),
                "updateLostReason",
                "retireLostReason",
                "restoreLostReason"
            );

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        SourceEndpoints.Map(routes);
        LostReasonEndpoints.Map(routes);
        ProductEndpoints.Map(routes);
        PriceListEndpoints.Map(routes);
        ListPriceEndpoints.Map(routes);
    }
}
