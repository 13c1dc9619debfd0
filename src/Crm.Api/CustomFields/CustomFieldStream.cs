using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>The streams of custom fields.</summary>
public static class CustomFieldStream
{
    public static StreamKind<CustomFieldDocument> Kind { get; } =
        new("custom_field.not_found", CustomFieldProjection.After, field => field.Version);
}

/// <summary>A command on a custom field.</summary>
public sealed record ExecuteCustomFieldCommand(
    Guid Id,
    Func<CustomFieldDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<CustomFieldDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteCustomFieldCommand"/>
public static class ExecuteCustomFieldCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteCustomFieldCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CustomFieldRegistry fields,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<CustomFieldDocument>(CustomFieldStream.Kind, command, contexts),
            ct
        );
        fields.Invalidate();
        return outcome;
    }
}

/// <summary>Defines a custom field.</summary>
public sealed record DefineCustomFieldCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<CustomFieldDocument>(Id, Events, Request);

/// <inheritdoc cref="DefineCustomFieldCommand"/>
public static class DefineCustomFieldCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        DefineCustomFieldCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        CustomFieldRegistry fields,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentCreation<CustomFieldDocument>(CustomFieldStream.Kind, command, contexts)
            {
                TakenCode = "custom_field.taken",
            },
            ct
        );
        fields.Invalidate();
        return outcome;
    }
}
