using Crm.Domain.Clients;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Where a past deal would have been stopped, and what was at stake.</summary>
/// <param name="Stage">The stage that the deal could not have left.</param>
/// <param name="Task">The task with unmet checks; null: the closing gate itself.</param>
/// <param name="At">When the real deal moved on.</param>
/// <param name="Amount">Expected amount at that moment.</param>
public sealed record BackTestStop(
    DealId Deal,
    string? Stage,
    string? Task,
    DateTimeOffset At,
    ImmutableArray<Blocker> Blockers,
    Money? Amount
);

/// <summary>
/// Replays the history of a deal under another process. Evidence, money and moves back come from history; tasks are
/// those of the draft and complete as soon as their checks hold. Where history moved forward and the draft does not
/// allow it, the deal is stopped. What no event can show (ticked checklists, legal details of that day) counts as
/// satisfied.
/// </summary>
public sealed class BackTest
{
    private readonly DealProcess process;
    private readonly TimeZoneInfo zone;
    private readonly WorkingCalendar calendar;
    private readonly DealId id;
    private long ids;

    private BackTest(DealProcess draft, DealId deal, TimeZoneInfo timeZone, WorkingCalendar days)
    {
        (id, zone, calendar) = (deal, timeZone, days);
        process = draft with
        {
            Stages =
            [
                .. draft.Stages.Select(x =>
                    x with
                    {
                        Tasks =
                        [
                            .. x.Tasks.Select(t =>
                                t with
                                {
                                    Automatic = t != draft.Last,
                                    Checks = [.. t.Checks.Where(c => !c.Leaves.Any(l => l.IsWord))],
                                }
                            ),
                        ],
                    }
                ),
            ],
        };
    }

    /// <returns>Null when the draft would have stopped it nowhere.</returns>
    public static BackTestStop? Run(
        DealProcess draft,
        DealId deal,
        IEnumerable<DomainEvent> events,
        TimeZoneInfo timeZone,
        WorkingCalendar calendar
    )
    {
        var test = new BackTest(draft, deal, timeZone, calendar);
        Deal? shadow = null;
        foreach (var domainEvent in events)
        {
            if (domainEvent is DealOpened opened)
                shadow = test.Opened(opened);
            if (shadow is null || domainEvent is DealOpened)
                continue;
            if (test.Stopped(shadow, domainEvent) is { } stop)
                return stop;
            if (domainEvent is DealClosed)
                return null;
            shadow = test.After(shadow, domainEvent);
        }

        return null;
    }

    private Deal Opened(DealOpened domainEvent)
    {
        var deal = Deal.Evolve(null, id, domainEvent with { Kind = process.Pin });
        return process.Stages.IsEmpty
            ? deal
            : Appended(deal, domainEvent, at => StageFlow.Enter(at, process.Stages[0], StageMove.Opening, null, null));
    }

    private Deal After(Deal shadow, DomainEvent domainEvent) =>
        domainEvent switch
        {
            // Forward moves follow from the draft; only moves back are taken from history.
            StageEntered f
                when process.Find(f.Stage) is { } stage
                    && process.OrderOf(f.Stage) < process.OrderOf(shadow.Stage?.Stage) => Appended(
                shadow,
                f,
                at =>
                    [
                        .. StageFlow.Withdraw(at.Deal, Cause.Rule("back_test")),
                        .. StageFlow.Enter(at, stage, f.Move, f.Reason, null),
                    ]
            ),
            StageTaskSkipped f when shadow.OpenTasks.FirstOrDefault(x => x.Code == f.Code) is { } task => Appended(
                shadow,
                f,
                at => [new StageTaskSkipped(task.Id, task.Code, f.Reason), .. StageFlow.Onward(at, task, skipped: true)]
            ),
            StageEntered
            or StageTaskRaised
            or StageTaskCompleted
            or StageTaskSkipped
            or StageTaskWithdrawn
            or StageTaskOverdue
            or StageTaskCompletionRefused
            or StageTaskReassigned
            or StageTaskAccepted
            or StageTaskPostponed
            or KindVersionChanged
            or DealConvertedToManual
            or ProcessResumed => shadow,
            _ => Appended(shadow, domainEvent, _ => [domainEvent]),
        };

    private BackTestStop? Stopped(Deal shadow, DomainEvent domainEvent)
    {
        var at = At(shadow, domainEvent);
        if (at.Mode == ProcessMode.Guided && Ahead(shadow, domainEvent))
        {
            foreach (var task in shadow.OpenTasks.Where(at.Holds))
                if (Unmet(at, task) is { IsEmpty: false } unmet)
                    return new(
                        id,
                        shadow.Stage?.Stage,
                        task.Code,
                        domainEvent.HappenedAt,
                        unmet,
                        shadow.ExpectedAmount
                    );
        }

        if (domainEvent is not DealClosed { Outcome: Outcome.Won })
            return null;
        var last = shadow.OpenTasks.FirstOrDefault(x => x.Code == process.Last?.Code);
        ImmutableArray<Blocker> gate = [.. ClosingGate.Won(shadow, process, last?.Id)];
        return gate.IsEmpty
            ? null
            : new(id, shadow.Stage?.Stage, last?.Code, domainEvent.HappenedAt, gate, shadow.ExpectedAmount);
    }

    /// <summary>History moves to a stage that is further on in the draft, or closes as won.</summary>
    private bool Ahead(Deal shadow, DomainEvent domainEvent) =>
        domainEvent switch
        {
            StageEntered f => process.OrderOf(f.Stage) > process.OrderOf(shadow.Stage?.Stage),
            DealClosed { Outcome: Outcome.Won } => shadow.Stage?.Stage != process.Stages[^1].Code,
            _ => false,
        };

    private static ImmutableArray<Blocker> Unmet(DecisionContext at, StageTask task) =>
        [
            .. Check
                .EvaluateAll(at.Process.Template(task.Code)!.Checks, at.ForChecks, task.ForChecks)
                .SelectMany(x => x.Blockers)
                .Distinct(),
        ];

    private Deal Appended(Deal deal, DomainEvent cause, Func<DecisionContext, IEnumerable<DomainEvent>> make)
    {
        var at = At(deal, cause);
        ImmutableArray<DomainEvent> made =
        [
            .. make(at).Select(x => x.HappenedAt == default ? x with { HappenedAt = Clocks.Following(at) } : x),
        ];
        return AutomaticTasks.Follow(at, made).Aggregate(deal, (x, domainEvent) => Deal.Evolve(x, id, domainEvent));
    }

    private DecisionContext At(Deal deal, DomainEvent domainEvent)
    {
        var standing = deal.Client is { } client ? new ClientStanding(client, 0, false, []) : null;
        return new(
            deal,
            process,
            new CompanyCommandContext(domainEvent.HappenedAt, null, null, Rights.All, zone, NextId)
            {
                Calendar = calendar,
                // A replay writes nothing off.
                WriteOffLimit = default,
            },
            standing
        );
    }

    /// <summary>Ids that exist only within the replay.</summary>
    private Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], ++ids);
        return new Guid(bytes, bigEndian: true);
    }
}
