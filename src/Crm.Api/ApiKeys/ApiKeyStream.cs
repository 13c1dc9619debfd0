using Crm.Projections.ReadModels.Access;

namespace Crm.Api.ApiKeys;

/// <summary>The streams of API keys.</summary>
public static class ApiKeyStream
{
    public static StreamKind<ApiKeyDocument> Kind { get; } = new("api_key.not_found", ApiKeyProjection.After, _ => 1);
}

/// <summary>A command on an API key.</summary>
public sealed record ExecuteApiKeyCommand(
    Guid Id,
    Func<ApiKeyDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<ApiKeyDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteApiKeyCommand"/>
public static class ExecuteApiKeyCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteApiKeyCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        ApiKeyCache keys,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<ApiKeyDocument>(ApiKeyStream.Kind, command, contexts),
            ct
        );
        if (outcome is CommandOutcome.Accepted { Result: DocumentResult<ApiKeyDocument> { Document.State: var key } })
            keys.Invalidate(key.SecretHash);
        return outcome;
    }
}

/// <summary>Makes an API key.</summary>
public sealed record MakeApiKeyCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<ApiKeyDocument>(Id, Events, Request);

/// <inheritdoc cref="MakeApiKeyCommand"/>
public static class MakeApiKeyCommandHandler
{
    public static Task<CommandOutcome> Handle(
        MakeApiKeyCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DocumentCreation<ApiKeyDocument>(ApiKeyStream.Kind, command, contexts), ct);
}
