using Crm.Domain.Deals.Lifecycle;

namespace Crm.Projections.Reports;

/// <summary>A value that is valid from an instant on.</summary>
public sealed record Moment<T>(DateTimeOffset At, T Value);

/// <summary>
/// The attributes of a deal at any instant of business time: kind, manager, client, source, amount and probability. A
/// late event is inserted where it happened, so that a number belongs to the manager of that time (docs/domain.md,
/// Reports).
/// </summary>
public sealed record DealTimeline
{
    public string Kind { get; init; } = "";
    public ImmutableArray<Moment<Guid?>> Managers { get; init; } = [];
    public ImmutableArray<Moment<Guid?>> Clients { get; init; } = [];
    public ImmutableArray<Moment<string?>> Sources { get; init; } = [];
    public ImmutableArray<Moment<Money?>> Amounts { get; init; } = [];

    /// <summary>Set by a user; null: the default of the stage applies.</summary>
    public ImmutableArray<Moment<int?>> Probabilities { get; init; } = [];

    public static Type[] Events { get; } =
    [
        typeof(DealOpened),
        typeof(ManagerAssigned),
        typeof(ClientIdentified),
        typeof(SourceChanged),
        typeof(ExpectedAmountChanged),
        typeof(ProbabilityChanged),
    ];

    public DealTimeline With(DomainEvent domainEvent) =>
        domainEvent switch
        {
            DealOpened f => new DealTimeline
            {
                Kind = f.Kind.Code,
                Managers = [new(f.HappenedAt, f.Manager?.Value)],
                Clients = [new(f.HappenedAt, f.Client?.Value)],
                Sources = [new(f.HappenedAt, f.Source)],
                Amounts = [new(f.HappenedAt, f.ExpectedAmount)],
                Probabilities = [new(f.HappenedAt, f.Probability)],
            },
            ManagerAssigned f => this with { Managers = Managers.Put(f.HappenedAt, f.Manager?.Value) },
            ClientIdentified f => this with { Clients = Clients.Put(f.HappenedAt, (Guid?)f.Client.Value) },
            SourceChanged f => this with { Sources = Sources.Put(f.HappenedAt, f.Source) },
            ExpectedAmountChanged f => this with { Amounts = Amounts.Put(f.HappenedAt, f.Amount) },
            ProbabilityChanged f => this with { Probabilities = Probabilities.Put(f.HappenedAt, f.Percent) },
            _ => this,
        };
}

/// <summary>Values over business time, ordered by (happenedAt, recording).</summary>
public static class Moments
{
    public static ImmutableArray<Moment<T>> Put<T>(this ImmutableArray<Moment<T>> line, DateTimeOffset at, T value)
    {
        var i = line.Length;
        while (i > 0 && line[i - 1].At > at)
            i--;
        return line.Insert(i, new Moment<T>(at, value));
    }

    /// <summary>The value at an instant; the type's default before the first one.</summary>
    public static T? At<T>(this ImmutableArray<Moment<T>> line, DateTimeOffset at)
    {
        for (var i = line.Length - 1; i >= 0; i--)
            if (line[i].At <= at)
                return line[i].Value;
        return default;
    }
}
