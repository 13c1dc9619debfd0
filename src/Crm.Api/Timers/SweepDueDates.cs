using Crm.Domain.Deals.Tasks;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.Timers;

/// <summary>Runs every minute and sends <see cref="RecordDueDates"/> for each deal with a due date that has passed.</summary>
public sealed record SweepDueDates : IDurableMessage;

/// <summary>
/// The durable timer of due dates (ADR 6). The date stands in the deal's own row, so there is nothing to schedule, cancel or lose;
/// the sweep is Wolverine's, one per cluster.
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
        sent.ForgetBefore(now);
        await foreach (var due in overdue.Until(now, ct))
            if (sent.Add(due, now))
                await bus.PublishAsync(new RecordDueDates(due.Deal));
    }
}

/// <summary>
/// What this host's sweeps have sent lately. A deal that is locked for long is not sent again with every sweep; what a host forgets when it
/// stops is sent once more, which does no harm.
/// </summary>
public sealed class SentDueDates
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private readonly Lock gate = new();
    private readonly Dictionary<OverdueDeal, DateTimeOffset> sent = [];

    /// <summary>False: sent already.</summary>
    public bool Add(OverdueDeal due, DateTimeOffset now)
    {
        lock (gate)
            return sent.TryAdd(due, now);
    }

    /// <summary>Forgets what was sent too long ago to be still on its way.</summary>
    public void ForgetBefore(DateTimeOffset now)
    {
        lock (gate)
            foreach (var (old, at) in sent)
                if (at < now - Remembered)
                    sent.Remove(old);
    }
}

/// <summary>Appends StageTaskOverdue and ProposalExpired for the due dates of a deal that have passed.</summary>
public sealed record RecordDueDates(Guid DealId) : IDurableMessage;

/// <summary>Decided under the deal's lock: a date is recorded once, however late and however often the message comes.</summary>
public static class RecordDueDatesHandler
{
    /// <summary>
    /// A locked deal delays no other: its message comes again with back-off, and is kept as a dead letter when that fails.
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
