using Crm.Domain.Deals.Tasks;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.Timers;

/// <summary>Runs every minute and sends <see cref="RecordDueDates"/> for each deal with a due date that has passed.</summary>
public sealed record SweepDueDates : IDurableMessage;

/// <summary>
/// The durable timer of due dates (ADR 6). The due date is a column of the deal's row, so there is nothing to schedule,
/// cancel or lose. The sweep is scheduled by Wolverine, once per cluster.
/// </summary>
public static class SweepDueDatesHandler
{
    public static async Task Handle(
        SweepDueDates _,
        OverdueDeals overdue,
        SentDueDates sent,
        IMessageBus bus,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        sent.RemoveBefore(now);
        await foreach (var due in overdue.Until(now, ct))
            if (sent.Add(due, now))
                await bus.PublishAsync(new RecordDueDates(due.Deal));
    }
}

/// <summary>
/// Due dates that this host has sent recently, so that a deal that stays locked is not sent again by every sweep. A
/// restart forgets them; sending one again is harmless.
/// </summary>
public sealed class SentDueDates
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly Dictionary<OverdueDeal, DateTimeOffset> sent = [];

    /// <summary>False when it was already sent.</summary>
    public bool Add(OverdueDeal due, DateTimeOffset now)
    {
        lock (gate)
            return sent.TryAdd(due, now);
    }

    /// <summary>Removes entries that are too old to be still in flight.</summary>
    public void RemoveBefore(DateTimeOffset now)
    {
        lock (gate)
            foreach (var (old, at) in sent)
                if (at < now - Remembered)
                    sent.Remove(old);
    }
}

/// <summary>Appends StageTaskOverdue and ProposalExpired for the due dates of a deal that have passed.</summary>
public sealed record RecordDueDates(Guid DealId) : IDurableMessage;

/// <summary>
/// Decided under the lock of the deal: a date is recorded once, however late or often the message is delivered.
/// </summary>
public static class RecordDueDatesHandler
{
    /// <summary>
    /// A locked deal does not delay others: its message is retried with back-off, and becomes a dead letter when that
    /// fails.
    /// </summary>
    public static void Configure(HandlerChain chain) =>
        chain
            .OnAnyException()
            .ScheduleRetry(
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(30),
                TimeSpan.FromMinutes(2),
                TimeSpan.FromMinutes(10),
                TimeSpan.FromHours(1)
            );

    public static async Task Handle(
        RecordDueDates message,
        CommandPipeline pipeline,
        CommandContexts contexts,
        Company company,
        Kinds kinds,
        CancellationToken ct
    )
    {
        await company.Refresh(ct);
        await kinds.Refresh(ct);
        var command = new ExecuteDealCommand(
            message.DealId,
            new RecordOverdue(),
            CommandRequest.Server("note-overdue")
        );
        if (await pipeline.Execute(new DealPlan(command, contexts), ct) is CommandOutcome.Busy)
            throw new CommandBusyException();
    }
}
