using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>
/// Automatic tasks: recording the evidence completes them and raises what comes next, all in one append.
/// </summary>
public static class AutomaticTasks
{
    private const int MostSteps = 200;

    /// <param name="events">Events of the command, with their business time.</param>
    /// <returns>Those events and everything that follows from them.</returns>
    public static ImmutableArray<DomainEvent> Follow(DecisionContext before, ImmutableArray<DomainEvent> events)
    {
        if (
            events.IsEmpty
            || before.Process.Mode != ProcessMode.Guided
            || !before.Process.Templates.Any(x => x.Automatic)
        )
            return events;
        var all = events.ToBuilder();
        var at = before with { Deal = Folded(before.Deal, events) };
        for (
            var step = 0;
            step < MostSteps && at.Deal.IsOpen && at.Mode == ProcessMode.Guided && Next(at) is { IsEmpty: false } made;
            step++
        )
        {
            all.AddRange(made);
            at = at with { Deal = Folded(at.Deal, made) };
        }

        return all.ToImmutable();
    }

    /// <summary>Completes the first open automatic task whose checks hold, with what follows from it.</summary>
    private static ImmutableArray<DomainEvent> Next(DecisionContext at)
    {
        foreach (var task in at.Deal.OpenTasks)
            if (
                at.Process.Template(task.Code) is { Automatic: true } template
                && Completion.Of(at, task, template, null) is { } completed
            )
                return
                [
                    .. completed.Select(x =>
                        x with
                        {
                            HappenedAt = At(at),
                            Cause = x.Cause ?? Cause.Rule("evidence.arrived"),
                        }
                    ),
                ];
        return [];
    }

    /// <summary>After the last event of the deal, so that a completion never lies before its evidence.</summary>
    private static DateTimeOffset At(DecisionContext at) => Watermarks.Max(Clocks.Following(at), at.Deal.Marks.LastAt);

    private static Deal Folded(Deal deal, IEnumerable<DomainEvent> events) =>
        events.Aggregate(deal, (x, domainEvent) => Deal.Evolve(x, x.Id, domainEvent));
}
