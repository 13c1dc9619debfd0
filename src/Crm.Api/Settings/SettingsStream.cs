using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Settings;

/// <summary>The one stream of settings.</summary>
public static class SettingsStream
{
    public static StreamKind<SettingsDocument> Kind { get; } =
        new("route.not_found", Fold, settings => settings.Version) { Initial = _ => SettingsDocument.Initial };

    private static SettingsDocument Fold(
        SettingsDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) => SettingsDocument.After(before ?? SettingsDocument.Initial, domainEvent, recordedAt);
}

/// <summary>A command on the settings.</summary>
public sealed record ExecuteSettingsCommand(
    Guid Id,
    Func<SettingsDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<SettingsDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteSettingsCommand"/>
public static class ExecuteSettingsCommandHandler
{
    public static async Task<CommandOutcome> Handle(
        ExecuteSettingsCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Company company,
        CancellationToken ct
    )
    {
        var outcome = await pipeline.Execute(
            new DocumentPlan<SettingsDocument>(SettingsStream.Kind, command, contexts),
            ct
        );
        company.Invalidate();
        return outcome;
    }
}
