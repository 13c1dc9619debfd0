using Crm.Api.Operations;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.DealKinds;

/// <summary>Deal kinds: drafts, versions, back-tests.</summary>
public static class DealKindsFeature
{
    public static IServiceCollection AddDealKinds(this IServiceCollection services) =>
        services
            // Each request sees one book from its beginning to its end.
            .AddTransient(provider => provider.GetRequiredService<Kinds>().Registry)
            .AddScoped<KindCommands>()
            .AddSingleton<KindsInUse>()
            .AddSingleton(new OperationKind(BackTestEndpoint.Kind, work => new RunBackTest(work.Id)))
            .AddDocumentAnswers<DealKindDocument>(
                (result, viewer) => DealKindAnswer.ToStored(result.Document, viewer, 200),
                "deleteDealKindDraft",
                "publishDealKind",
                "retireDealKind",
                "restoreDealKind"
            )
            .AddDocumentAnswers<DealKindDocument>(
                (result, viewer) => DealKindAnswer.ToStored(result.Document, viewer, 201),
                "createDealKind"
            )
            .AddDocumentAnswers<DealKindDocument>(Draft, "updateDealKindDraft", "validateDealKind");

    public static void MapDealKinds(this IEndpointRouteBuilder routes)
    {
        ReadDealKindsEndpoint.Map(routes);
        DraftDealKindEndpoint.Map(routes);
        BackTestEndpoint.Map(routes);
    }

    private static StoredAnswer Draft(DocumentResult<DealKindDocument> result, Viewer viewer)
    {
        var draft = KindCommands.Draft(result.Document, (ProcessReferences)result.Subject!, viewer.Language);
        return StoredAnswer.Create(viewer, 200, draft, result.Document.Version);
    }
}
