using Crm.Projections.ReadModels.Reminders;

namespace Crm.Api.Reminders;

/// <summary>The streams of reminders.</summary>
public static class ReminderStream
{
    public static StreamKind<ReminderDocument> Kind { get; } =
        new("reminder.not_found", ReminderProjection.After, reminder => reminder.Version);
}

/// <summary>A command on a reminder.</summary>
public sealed record ExecuteReminderCommand(
    Guid Id,
    Func<ReminderDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : DocumentCommand<ReminderDocument>(Id, Decide, Request);

/// <inheritdoc cref="ExecuteReminderCommand"/>
public static class ExecuteReminderCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteReminderCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DocumentPlan<ReminderDocument>(ReminderStream.Kind, command, contexts), ct);
}

/// <summary>Sets a reminder.</summary>
public sealed record SetReminderCommand(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CreateDocument<ReminderDocument>(Id, Events, Request);

/// <inheritdoc cref="SetReminderCommand"/>
public static class SetReminderCommandHandler
{
    public static Task<CommandOutcome> Handle(
        SetReminderCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        ReminderOwners owners,
        CancellationToken ct
    ) =>
        pipeline.Execute(
            new DocumentCreation<ReminderDocument>(ReminderStream.Kind, command, contexts)
            {
                Sees = (reminder, stop) => owners.Sees(command.Request.Caller.Grants, reminder, stop),
            },
            ct
        );
}
