using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>A deal under random commands. The invariants are checked after each of them.</summary>
public sealed class RandomWalk
{
    /// <summary>High enough for write-offs to happen, low enough for refusals.</summary>
    public static readonly Money WriteOffLimit = Roubles(500);

    private readonly List<(DomainEvent Fact, Deal After)> byTime = [];
    private int ids = 1000;

    public RandomWalk(DealProcess process, OpenDeal open, DateTimeOffset? at)
    {
        Process = process;
        var decision = open.Decide(process, Context(at, Rights.All, NewId));
        Law.Holds(decision.Refused is null, "a plain opening is accepted");
        Append(decision);
    }

    public DealProcess Process { get; private set; }
    public DateTimeOffset Now { get; set; } = Monday;
    public List<DomainEvent> Events { get; } = [];
    public Deal Deal { get; private set; } = null!;

    /// <summary>Commands and their outcomes, printed when an invariant fails.</summary>
    public List<Func<string>> Journal { get; } = [];

    /// <summary>State after each event in the order of (happenedAt, recording).</summary>
    public IReadOnlyList<(DomainEvent Fact, Deal After)> ByTime => byTime;

    public Guid NewId() => Id(++ids);

    public Decision Run(DealCommand command, DateTimeOffset? at, Rights rights, bool legalDetails = true)
    {
        var before = ids;
        var decision = Decide(command, at, rights, legalDetails);
        ids = before;
        var (now, answer) = (Now, TestJson.Of(decision));
        Journal.Add(() =>
            $"{ValueText.Of(now)} {(at is { } given ? "at " + ValueText.Of(given) : "")} {command}\n    -> {answer}"
        );
        var again = Decide(command, at, rights, legalDetails);
        Law.Holds(answer == TestJson.Of(again), "deciding twice gives one decision");
        Law.Holds(
            decision.Refused is null || decision.Events.All(x => x is StageTaskCompletionRefused),
            "a refusal changes nothing"
        );
        Law.Holds(decision.Events.All(x => x.HappenedAt != default), "every event has its business time");
        Laws.Proven(this, decision, Situation(at, rights, legalDetails));
        Laws.Limited(command, decision, Situation(at, rights, legalDetails));
        if (command is ChangeKindVersion { To: { } to } && decision.Events.Any(x => x is KindVersionChanged))
            Process = to;
        Append(Counters.Numbered(decision, Events, Context(at, rights, NewId)));
        return decision;
    }

    /// <summary>A dry run: decides and leaves the state unchanged.</summary>
    public Decision Dry(DealCommand command)
    {
        var before = ids;
        var decision = Decide(command, null, Rights.All, legalDetails: true);
        ids = before;
        return decision;
    }

    private Decision Decide(DealCommand command, DateTimeOffset? at, Rights rights, bool legalDetails)
    {
        return command.Decide(Situation(at, rights, legalDetails));
    }

    private DecisionContext Situation(DateTimeOffset? at, Rights rights, bool legalDetails)
    {
        var client = Deal.Client is { } id ? new ClientStanding(id, 1, false, legalDetails ? [] : ["taxId"]) : null;
        return new DecisionContext(Deal, Process, Context(at, rights, NewId), client);
    }

    private void Append(Decision decision)
    {
        var first = byTime.Count;
        foreach (var domainEvent in decision.Events)
        {
            Laws.Order(this, domainEvent);
            Events.Add(domainEvent);
            Deal = Deal.Evolve(Deal, TheDeal, domainEvent);
            Laws.Won(Deal);
            first = Math.Min(first, Insert(domainEvent));
        }

        for (var i = first; i < byTime.Count; i++)
        {
            byTime[i] = (byTime[i].Fact, Deal.Evolve(i == 0 ? null : byTime[i - 1].After, TheDeal, byTime[i].Fact));
            if (i == byTime.Count - 1 || byTime[i + 1].Fact.HappenedAt > byTime[i].Fact.HappenedAt)
                Laws.Won(byTime[i].After);
        }

        Laws.AfterCommand(this, decision);
    }

    private int Insert(DomainEvent domainEvent)
    {
        var at = byTime.Count;
        while (at > 0 && byTime[at - 1].Fact.HappenedAt > domainEvent.HappenedAt)
            at--;
        byTime.Insert(at, (domainEvent, Deal));
        return at;
    }

    /// <summary>A caller without all rights has a discount limit as well.</summary>
    private CompanyCommandContext Context(DateTimeOffset? at, Rights rights, Func<Guid> newId) =>
        new(Now, at, Anna, rights, Moscow, newId)
        {
            DiscountLimit = rights == Rights.All ? null : 10,
            WriteOffLimit = WriteOffLimit,
        };
}

public static class Law
{
    public static void Holds(bool law, string what)
    {
        if (!law)
            throw new LawBrokenException(what);
    }

    /// <summary>A failed invariant prints the history of its deal.</summary>
    public static void Reported(RandomWalk walk, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e)
        {
            throw new LawBrokenException(
                $"{e}\n{string.Join("\n", walk.Journal.TakeLast(12).Select(entry => entry()))}"
            );
        }
    }
}

public sealed class LawBrokenException(string what) : Exception(what);
