namespace Crm.Domain.Tests;

/// <summary>A seller who follows nothing but the fixes that refusals name.</summary>
public static class Seller
{
    /// <summary>The command that brings the deal nearer to a win.</summary>
    public static DealCommand Next(RandomWalk walk, Step s)
    {
        DealCommand wanted = walk.Deal.OpenTasks.FirstOrDefault() is { } task
            ? new CompleteStageTask(task.Id, null)
            : new CloseDeal(Outcome.Won, null, null, null, null);
        for (var depth = 0; depth < 4; depth++)
        {
            if (walk.Dry(wanted).Refused is not { } refused)
                return wanted;
            Law.Holds(refused.Blockers.Length > 0, $"a refusal on the way explains itself: {refused.Code} of {wanted}");
            if (refused is { Code: "proposal.already_ordered", Blockers: [{ Fix: null }] })
                return new SkipStageTask(walk.Deal.OpenTasks.Single().Id, Why);
            Law.Holds(
                refused.Blockers.All(x => x.Fix is not null),
                $"a refusal on the way names its fix: {refused.Code}"
            );
            var conditions = refused.Blockers.Where(x => x.Code != "any_of.unmet").ToArray();
            wanted = Follow(walk, conditions[s.B % conditions.Length], s);
        }

        throw new LawBrokenException($"fixes lead nowhere: {wanted}");
    }

    /// <summary>The first kind that the blocker accepts; a call where any kind is accepted.</summary>
    private static InteractionKind Talk(Blocker x) =>
        Enum.GetValues<InteractionKind>()
            .Where(k => x.Expected.ToString().Contains(k.ToString(), StringComparison.OrdinalIgnoreCase))
            .DefaultIfEmpty(InteractionKind.Call)
            .First();

    private static DealCommand Follow(RandomWalk walk, Blocker unmet, Step s) =>
        unmet.Fix is not { } fix
            ? throw new LawBrokenException($"no fix: {unmet.Code}")
            : fix switch
            {
                Fix.RecordInteraction => new RecordInteraction(
                    new(walk.NewId()),
                    Talk(unmet),
                    Direction.Out,
                    null,
                    Why,
                    []
                ),
                Fix.IdentifyClient => new IdentifyClient(Acme),
                Fix.SetInterest => new SetInterest([Interested()]),
                Fix.EditDeal => new EditDeal([new ExpectedAmountChanged(new Money(1200, Currency(walk)))]),
                Fix.DraftProposal => new DraftProposal(new(walk.NewId()), Offered(walk, s)),
                Fix.ReviseProposal x => new ReviseProposal(x.Proposal, new(walk.NewId())),
                Fix.IssueProposal x => new IssueProposal(x.Proposal, Offered(walk, s)),
                Fix.AcceptProposal x => new AcceptProposal(x.Proposal, null),
                Fix.RecordPresentation => new RecordPresentation(new(walk.NewId()), walk.Now, null, [], [], Why),
                Fix.PlaceOrder => new PlaceOrder(new(walk.NewId()), null, false, Currency(walk), Lines(walk, s)),
                Fix.IssueInvoice => new IssueInvoice(
                    new(walk.NewId()),
                    walk.Deal.Ledger.Orders.Keys.Select(x => (OrderId?)x).FirstOrDefault(),
                    null,
                    null,
                    new Money(100, Currency(walk)),
                    Currency(walk),
                    null,
                    null
                ),
                Fix.RecordShipment => Ship(walk, s),
                Fix.SendProposal x => new SendProposal(x.Proposal),
                Fix.RecordPayment => new RecordPayment(
                    new(walk.NewId()),
                    new Money(
                        unmet.Code == "payment.incomplete" ? Missing(unmet) : Part(walk, Owed(walk), s),
                        Currency(walk)
                    ),
                    null,
                    null,
                    []
                ),
                Fix.RecordRefund => new RecordRefund(
                    new(walk.NewId()),
                    new Money(
                        Part(walk, Math.Min(walk.Deal.Ledger.Balance.WeOwe, walk.Deal.Ledger.MoneyLeft), s),
                        Currency(walk)
                    ),
                    Why,
                    null
                ),
                Fix.ReversePayment reverse => new ReversePayment(reverse.Payment, Why),
                Fix.ReverseRefund reverse => new ReverseRefund(reverse.Refund, Why),
                Fix.ReverseReturn reverse => new ReverseReturn(
                    walk.Events.OfType<ReturnAccepted>().Last(accepted => accepted.Return == reverse.Return),
                    Why
                ),
                Fix.ReverseWriteOff reverse => new ReverseWriteOff(reverse.WriteOff, Why),
                Fix.CancelOrderLines x => Cancel(walk, x.Order),
                Fix.CompleteTask x => new CompleteStageTask(x.Task, null),
                Fix.ReopenDeal => new ReopenDeal(Why),
                Fix.CloseDeal => new CloseDeal(Outcome.Lost, Lost("timing"), null, null, null),
                _ => throw new LawBrokenException($"an unknown fix: {fix}"),
            };

    /// <summary>What is missing to the expected sum.</summary>
    private static decimal Missing(Blocker unmet) => Sum(unmet.Expected.ToString()) - Sum(unmet.Actual.ToString());

    private static decimal Sum(string money) =>
        decimal.Parse(money.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What is delivered, or else what is ordered and not yet paid.</summary>
    private static decimal Owed(RandomWalk walk) =>
        walk.Deal.Ledger.Balance is var b && b.ClientOwes > 0 ? b.ClientOwes : b.Ordered - b.Paid + b.Refunded;

    private static Currency Currency(RandomWalk walk) => walk.Deal.Currency ?? Rub;

    private static ImmutableArray<PricedLine> Lines(RandomWalk walk, Step s) =>
        [
            .. Enumerable
                .Range(0, 1 + s.C % 2)
                .Select(i =>
                    Priced(
                        new(walk.NewId()),
                        1 + s.A % 9,
                        10 + s.B / 7m * (i + 1),
                        20,
                        s.A % 3 * 5,
                        cost: 7,
                        currency: Currency(walk)
                    )
                ),
        ];

    private static ProposalContent Offered(RandomWalk walk, Step s) =>
        new(Lines(walk, s), Currency(walk), false, DateOnly.FromDateTime(walk.Now.Date).AddDays(7), null);

    private static decimal Part(RandomWalk walk, decimal whole, Step s) =>
        s.C % 3 > 0 ? whole : Math.Max(Currency(walk).Round(whole / 2), Math.Min(whole, 1));

    private static DealCommand Ship(RandomWalk walk, Step s)
    {
        var order = walk.Deal.Ledger.Orders.Values.First(x => x.Lines.Values.Any(y => y.Rest > 0));
        var rest = order
            .Lines.Values.Where(x => x.Rest > 0)
            .Select(x => new ShippedQuantity(x.Id, s.C % 3 == 0 ? Math.Min(x.Rest, 1) : x.Rest, null, null))
            .ToImmutableArray();
        return s.A % 6 == 0 && walk.Deal.Ledger.HasDelivered
            ? Cancel(walk, order.Id)
            : new RecordShipment(new(walk.NewId()), order.Id, rest, null);
    }

    private static CancelOrderLines Cancel(RandomWalk walk, OrderId order) =>
        new(
            order,
            [
                .. walk
                    .Deal.Ledger.Orders[order]
                    .Lines.Values.Where(x => x.Rest > 0)
                    .Select(x => new LineQuantity(x.Id, x.Rest)),
            ],
            Why
        );
}
