namespace Crm.Projections.Tests.Harness;

/// <summary>
/// Expected reports, calculated by the domain's own fold: every event that happened until an instant, in the order of (happenedAt,
/// recording). Shares no code with the reports.
/// </summary>
public static class DomainFold
{
    public static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    /// <summary>The deal as of the instant; null before its opening.</summary>
    public static Deal? At(Story story, DateTimeOffset at) =>
        story
            .Events.Where(x => x.HappenedAt <= at)
            .OrderBy(x => x.HappenedAt)
            .Aggregate((Deal?)null, (deal, domainEvent) => Deal.Evolve(deal, story.Id, domainEvent));

    public static IEnumerable<FunnelCell> Funnel(
        IEnumerable<Story> stories,
        DateTimeOffset at,
        Func<Deal, bool> which
    ) =>
        stories
            .Select(x => At(x, at))
            .OfType<Deal>()
            .Where(which)
            .GroupBy(x =>
                (
                    x.Kind.Code,
                    Status: x.Status.ToString().ToLowerInvariant(),
                    x.Stage?.Stage,
                    Currency: x.ExpectedAmount?.Currency.Code
                )
            )
            .Select(x => new FunnelCell(
                x.Key.Code,
                x.Key.Status,
                x.Key.Stage,
                x.Key.Currency,
                x.Count(),
                x.Sum(d => d.ExpectedAmount?.Amount ?? 0),
                x.Sum(d =>
                    Math.Round((d.ExpectedAmount?.Amount ?? 0) * d.Probability / 100, 2, MidpointRounding.AwayFromZero)
                )
            ));

    /// <summary>Lost in the period and still lost just before its end, with the deal as of the loss.</summary>
    public static IEnumerable<(Closing Loss, Deal Then)> Lost(
        IEnumerable<Story> stories,
        DateTimeOffset from,
        DateTimeOffset to
    ) =>
        stories
            .Where(x => At(x, to - Microsecond) is { Status: DealStatus.Lost, Closing: { } loss } && loss.At >= from)
            .Select(x => (At(x, to - Microsecond)!.Closing!, At(x, At(x, to - Microsecond)!.Closing!.At)!));

    /// <summary>What was delivered (1) or returned (-1), line by line, with the deal as of then.</summary>
    public static IEnumerable<(
        DealId Id,
        Deal Then,
        DateTimeOffset At,
        Currency Currency,
        int Sign,
        ShippedLine Line
    )> Delivered(IEnumerable<Story> stories) =>
        from story in stories
        from domainEvent in story.Events
        from part in domainEvent switch
        {
            ShipmentMade f => f.Lines.Select(x => (f.Currency, Sign: 1, Line: x)),
            ReturnAccepted f => f.Lines.Select(x => (f.Currency, Sign: -1, Line: x)),
            _ => [],
        }
        select (
            story.Id,
            At(story, domainEvent.HappenedAt)!,
            domainEvent.HappenedAt,
            part.Currency,
            part.Sign,
            part.Line
        );

    /// <summary>What was written off for the client (positive) or for us (negative), with the deal as of then.</summary>
    public static IEnumerable<(DealId Id, Deal Then, DateTimeOffset At, Money Amount)> WrittenOff(
        IEnumerable<Story> stories
    ) =>
        from story in stories
        from domainEvent in story.Events.OfType<DebtWrittenOff>()
        select (
            story.Id,
            At(story, domainEvent.HappenedAt)!,
            domainEvent.HappenedAt,
            domainEvent.Side == DebtSide.Client
                ? domainEvent.Amount
                : domainEvent.Amount.With(-domainEvent.Amount.Amount)
        );
}
