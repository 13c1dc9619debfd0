using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>Custom fields of deals, lines and clients.</summary>
public static class CustomFieldsFeature
{
    public static IServiceCollection AddCustomFields(this IServiceCollection services) =>
        services
            .AddSingleton<FieldReader>()
            .AddDocumentAnswers<CustomFieldDocument>(
                (result, viewer) => CustomFieldAnswer.Of(result.Document).ToStored(viewer),
                "updateCustomField"
            )
            .AddDocumentAnswers<CustomFieldDocument>(
                (result, viewer) => CustomFieldAnswer.Of(result.Document).ToCreated(viewer),
                "createCustomField"
            );

    public static void MapCustomFields(this IEndpointRouteBuilder routes)
    {
        DefineCustomFieldEndpoint.Map(routes);
        EditCustomFieldEndpoint.Map(routes);
        ReadCustomFieldsEndpoints.Map(routes);
    }
}
