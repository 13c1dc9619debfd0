using Crm.Domain.Settings;

namespace Crm.Projections.Tests.Harness;

/// <summary>A deal whose events are produced by commands of the domain, never written by hand.</summary>
public sealed class Story
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static int made;
    private readonly List<DomainEvent> events = [];
    private int saved;

    public Story(DealProcess process, DateTimeOffset now, Func<OpenDeal, OpenDeal>? with = null)
    {
        (Process, Now) = (process, now);
        var open = new OpenDeal(
            Id,
            $"D-{Interlocked.Increment(ref made)}",
            "Chairs",
            null,
            Anna,
            null,
            null,
            null,
            [],
            null,
            null,
            []
        );
        Append((with?.Invoke(open) ?? open).Decide(process, Context(null)));
    }

    public DealId Id { get; } = new(Guid.CreateVersion7());
    public DealProcess Process { get; }
    public Deal Deal { get; private set; } = null!;
    public IReadOnlyList<DomainEvent> Events => events;

    /// <summary>The clock of the deal; it advances by a minute after each command.</summary>
    public DateTimeOffset Now { get; set; }

    public StageTaskId Open => Deal.OpenTasks.Single().Id;

    public Story At(string now)
    {
        Now = On(now);
        return this;
    }

    public Story Did(DealCommand command) => Done(command, null);

    /// <summary>Recorded now, happened then.</summary>
    public Story Late(string happenedAt, DealCommand command) => Done(command, On(happenedAt));

    /// <summary>Skips the open task, which raises the next one or enters the next stage.</summary>
    public Story Skipped() => Did(new SkipStageTask(Open, Why));

    public bool Try(DealCommand command, DateTimeOffset? at)
    {
        var decision = Decide(command, at);
        if (decision.Refused is not null)
            return false;
        Append(decision);
        return true;
    }

    public DomainEvent[] Unsaved()
    {
        var fresh = events.Skip(saved).ToArray();
        saved = events.Count;
        return fresh;
    }

    private Story Done(DealCommand command, DateTimeOffset? at)
    {
        var decision = Decide(command, at);
        decision.Refused.Should().BeNull($"{command} arranges the story");
        Append(decision);
        return this;
    }

    private Decision Decide(DealCommand command, DateTimeOffset? at) =>
        command.Decide(
            new DecisionContext(
                Deal,
                Process,
                Context(at),
                Deal.Client is { } client ? new ClientStanding(client, 1, false, []) : null
            )
            {
                Rates = command is WriteOffDebt off ? [new(new(off.Amount.Currency, Rub), DateOnly.MinValue, 1)] : [],
            }
        );

    private void Append(Decision decision)
    {
        decision.Refused.Should().BeNull();
        var numbered = Numbered(decision.Events);
        events.AddRange(numbered);
        Deal = numbered.Aggregate((Deal?)Deal, (deal, domainEvent) => Deal.Evolve(deal, Id, domainEvent))!;
        Now += Step;
    }

    /// <summary>As the host does: numbers come from counters, here those of this deal.</summary>
    private ImmutableArray<DomainEvent> Numbered(ImmutableArray<DomainEvent> made)
    {
        var context = Context(null);
        return Numbering.Filled(
            made,
            context,
            Numbering.Wanted(made, context).ToDictionary(x => (x.Series, x.Year), _ => (long)events.Count)
        );
    }

    private CompanyCommandContext Context(DateTimeOffset? at) =>
        new(Now, at, Anna, Rights.All, Moscow, Guid.CreateVersion7) { WriteOffLimit = new(100, new("RUB")) };
}
