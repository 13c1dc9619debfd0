namespace Crm.Api.Commands;

/// <summary>Answers with the document of a stream after the command.</summary>
public sealed class DocumentRenderer<TDocument>(Func<DocumentResult<TDocument>, Viewer, StoredAnswer> answer)
    : AnswerRenderer<DocumentResult<TDocument>>
    where TDocument : class
{
    protected override ValueTask<StoredAnswer> Render(
        DocumentResult<TDocument> result,
        Viewer viewer,
        CancellationToken ct
    ) => new(answer(result, viewer));
}

/// <summary>Registers the answers of a feature's operations.</summary>
public static class AnswerRegistrationExtensions
{
    /// <summary>Operations that answer with a document.</summary>
    public static IServiceCollection AddDocumentAnswers<TDocument>(
        this IServiceCollection services,
        Func<IServiceProvider, DocumentResult<TDocument>, Viewer, StoredAnswer> answer,
        params string[] operations
    )
        where TDocument : class =>
        services.AddSingleton(
            new AnswerRegistration(
                operations,
                provider => new DocumentRenderer<TDocument>((result, viewer) => answer(provider, result, viewer))
            )
        );

    /// <summary>Operations that answer with the document, by a renderer that needs no services.</summary>
    public static IServiceCollection AddDocumentAnswers<TDocument>(
        this IServiceCollection services,
        Func<DocumentResult<TDocument>, Viewer, StoredAnswer> answer,
        params string[] operations
    )
        where TDocument : class =>
        services.AddDocumentAnswers<TDocument>((_, result, viewer) => answer(result, viewer), operations);

    /// <summary>Operations that answer by a renderer with services of its own.</summary>
    public static IServiceCollection AddAnswers<TRenderer>(this IServiceCollection services, params string[] operations)
        where TRenderer : class, IAnswerRenderer =>
        services.AddSingleton(
            new AnswerRegistration(operations, provider => ActivatorUtilities.CreateInstance<TRenderer>(provider))
        );
}
