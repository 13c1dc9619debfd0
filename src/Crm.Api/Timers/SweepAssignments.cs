using Crm.Api.Assignments;
using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Assignments;
using Crm.Projections.ReadModels.Tasks;
using Wolverine;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.Timers;

/// <summary>
/// Runs every minute and sends <see cref="RecordOverdueAssignment"/> for each assignment with a due date that has passed. It works like
/// <see cref="SweepDueDates"/>.
/// </summary>
public sealed record SweepAssignments : IDurableMessage;

/// <inheritdoc cref="SweepAssignments"/>
public static class SweepAssignmentsHandler
{
    public static async Task Handle(
        SweepAssignments _,
        OverdueAssignments overdue,
        SentDueDates sent,
        IMessageBus bus,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        sent.RemoveBefore(now);
        await foreach (var due in overdue.Until(now, ct))
            if (sent.Add(new(due.Assignment, due.DueAt), now))
                await bus.PublishAsync(new RecordOverdueAssignment(due.Assignment));
    }
}

/// <summary>Appends AssignmentOverdue for the due date of an assignment that has passed.</summary>
public sealed record RecordOverdueAssignment(Guid AssignmentId) : IDurableMessage;

/// <summary>Decided under the lock of the assignment: a date is recorded once, however late or often the message is delivered.</summary>
public static class RecordOverdueAssignmentHandler
{
    public static void Configure(HandlerChain chain) => RecordDueDatesHandler.Configure(chain);

    public static async Task Handle(
        RecordOverdueAssignment message,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    )
    {
        var command = new ExecuteAssignmentCommand(
            message.AssignmentId,
            (assignment, context) => RecordAssignmentOverdue.Decide(assignment.State, context),
            CommandRequest.Server("note-overdue-assignment")
        );
        if (
            await pipeline.Execute(new DocumentPlan<AssignmentDocument>(AssignmentStream.Kind, command, contexts), ct)
            is CommandOutcome.Busy
        )
            throw new CommandBusyException();
    }
}
