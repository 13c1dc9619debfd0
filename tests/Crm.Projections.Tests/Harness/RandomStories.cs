namespace Crm.Projections.Tests.Harness;

/// <summary>Deals under random commands, many of them back-dated; refused ones leave nothing.</summary>
public sealed class RandomStories(int seed)
{
    private static readonly string?[] Sources = ["web", "phone", null];
    private readonly Random random = new(seed);

    public Story New()
    {
        var kind = ShippedKinds.All[random.Next(3)];
        return new Story(
            kind,
            On("2026-01-01").AddHours(random.Next(2000)),
            x =>
                x with
                {
                    Manager = Pick(Anna, Boris),
                    Client = random.Next(3) == 0 ? null : Pick(Acme, Brick),
                    Source = Pick(Sources),
                    ExpectedAmount = random.Next(3) == 0 ? null : Sum(),
                    Probability = random.Next(3) == 0 ? random.Next(101) : null,
                }
        );
    }

    public Story[] Many(int count, int steps)
    {
        var stories = Enumerable.Range(0, count).Select(_ => New()).ToArray();
        foreach (var story in stories)
            Go(story, steps);
        return stories;
    }

    public void Go(Story story, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            story.Now += TimeSpan.FromMinutes(random.Next(4) == 0 ? 0 : random.Next(5000));
            story.Try(Next(story), random.Next(3) == 0 ? story.Now.AddMinutes(-random.Next(20_000)) : null);
        }
    }

    private DealCommand Next(Story story) =>
        random.Next(17) switch
        {
            0 => Amount(random.Next(4) == 0 ? null : Sum()),
            1 => Probability(random.Next(3) == 0 ? null : random.Next(101)),
            2 => new EditDeal([new SourceChanged(Pick(Sources))]),
            3 => new AssignManager(Pick(Anna, Boris)),
            4 => new IdentifyClient(Pick(Acme, Brick)),
            5 or 6 => story.Deal.OpenTasks.FirstOrDefault() is { } task
                ? new SkipStageTask(task.Id, Why)
                : Moved(story),
            7 => Moved(story),
            8 => Lose(Pick("price", "timing", "other", "competitor")),
            9 or 10 when !story.Deal.IsOpen => new ReopenDeal(Why),
            9 or 10 => new PlaceOrder(
                new(Guid.CreateVersion7()),
                null,
                random.Next(2) == 0,
                Bound(story),
                [
                    .. Enumerable
                        .Range(0, random.Next(1, 4))
                        .Select(_ =>
                            Line(
                                random.Next(1, 9),
                                random.Next(1, 100_000) / 100m,
                                random.Next(3) == 0 ? null : random.Next(1, 9000) / 100m,
                                random.Next(4) * 3.3m,
                                Bound(story),
                                Pick(Chair, (ProductId?)null),
                                random.Next(3) == 0 ? random.Next(1, 100_000) / 100m : null
                            )
                        ),
                ]
            ),
            11 or 12 => Ship(story),
            13 => Return(story),
            15 => WriteOff(story),
            14 => story.Deal.Ledger.Balance.ClientOwes is > 0 and var debt
                ? new RecordPayment(new(Guid.CreateVersion7()), new Money(debt, Bound(story)), null, null, [])
                : new ReopenDeal(Why),
            _ => new CloseDeal(Outcome.Won, null, null, null, null),
        };

    private DealCommand WriteOff(Story story)
    {
        var balance = story.Deal.Ledger.Balance;
        var debt = balance.ClientOwes + balance.WeOwe;
        return debt == 0
            ? new ReopenDeal(Why)
            : new WriteOffDebt(
                new(Guid.CreateVersion7()),
                new Money(Math.Min(debt, random.Next(1, 5000) / 100m), Bound(story)),
                balance.ClientOwes > 0 ? DebtSide.Client : DebtSide.Us,
                Why
            );
    }

    private DealCommand Ship(Story story)
    {
        var open = story.Deal.Ledger.Orders.Values.FirstOrDefault(x => x.Lines.Values.Any(y => y.Rest > 0));
        return open is null
            ? new ReopenDeal(Why)
            : new RecordShipment(
                new(Guid.CreateVersion7()),
                open.Id,
                [
                    .. open
                        .Lines.Values.Where(x => x.Rest > 0)
                        .Select(x => new ShippedQuantity(
                            x.Id,
                            random.Next(2) == 0 ? x.Rest : Math.Min(1, x.Rest),
                            random.Next(3) == 0 ? random.Next(1, 9000) / 100m : null,
                            null
                        )),
                ],
                null
            );
    }

    private DealCommand Return(Story story)
    {
        var shipments = story.Deal.Ledger.Shipments.Values.ToArray();
        if (shipments.Length == 0)
            return new ReopenDeal(Why);
        var shipment = shipments[random.Next(shipments.Length)];
        return new AcceptReturn(
            new(Guid.CreateVersion7()),
            shipment.Id,
            [
                .. shipment
                    .Lines.Take(1)
                    .Select(x => new LineQuantity(x.Key, random.Next(2) == 0 ? x.Value.Quantity : 1)),
            ],
            Why
        );
    }

    private MoveDeal Moved(Story story) =>
        new(story.Process.Stages.IsEmpty ? "none" : Pick([.. story.Process.Stages.Select(x => x.Code)]), Why);

    private static Currency Bound(Story story) => story.Deal.Currency ?? Rub;

    private Money Sum() => new(random.Next(1, 10_000_000) / 100m, Pick(Rub, Rub, Usd));

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
