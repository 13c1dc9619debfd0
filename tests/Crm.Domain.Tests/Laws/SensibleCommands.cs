namespace Crm.Domain.Tests;

/// <summary>Mostly sensible commands: a seller's next step, with a few at random.</summary>
internal static class SensibleCommands
{
    public static DealCommand Next(RandomWalk walk, Step s)
    {
        var deal = walk.Deal;
        if (s.Verb % 4 == 0)
            return RandomCommands.Command(walk, s with { Verb = s.A });
        if (!deal.IsOpen)
            return s.A % 3 == 0 ? new ReopenDeal(Why) : RandomCommands.Command(walk, s with { Verb = s.A });
        if (s.Verb % 13 == 0)
            return Again(walk, s);
        if (s.Verb % 31 == 0)
            return new CloseDeal(Outcome.Lost, Lost("price"), null, null, Why);
        if (s.Verb % 29 == 0 && deal.OpenTasks.FirstOrDefault() is { } task)
            return new SkipStageTask(task.Id, Why);
        if (s.Verb % 19 == 0 && Earlier(walk, s) is { } stage)
            return new MoveDeal(stage, Why);
        if (
            s.Verb % 23 == 0
            && deal.Proposals.Values.FirstOrDefault(x => x.Status is ProposalStatus.Issued) is { } offer
        )
            return new DeclineProposal(offer.Id, Why);
        if (s.Verb % 5 == 1 && deal.ByHand && deal.Stage is { } here)
            return new ResumeProcess(here.Stage, Why);
        if (s.Verb % 37 == 0 && deal.Ledger.Balance is var balance && balance.ClientOwes + balance.WeOwe > 0)
            return new WriteOffDebt(
                new WriteOffId(walk.NewId()),
                new Money(Math.Min(10, balance.ClientOwes + balance.WeOwe), deal.Ledger.Currency!.Value),
                balance.WeOwe > 0 ? DebtSide.Us : DebtSide.Client,
                Why
            );
        return Seller.Next(walk, s);
    }

    /// <summary>Late goods, late money and new orders, so that deals continue after a win.</summary>
    private static DealCommand Again(RandomWalk walk, Step s)
    {
        var ledger = walk.Deal.Ledger;
        var wild = s.B % 5;
        var unpaid = ledger.Invoices.Values.FirstOrDefault(x => ledger.Allocation.On(x.Id).Open > 0);
        var open = unpaid is null ? 0 : ledger.Allocation.On(unpaid.Id).Open;
        if (s.B % 7 == 0 && ledger.Balance is var b && b.ClientOwes + b.WeOwe > 0)
            return new WriteOffDebt(
                new(walk.NewId()),
                new Money(b.ClientOwes + b.WeOwe, ledger.Currency!.Value),
                b.ClientOwes > 0 ? DebtSide.Client : DebtSide.Us,
                Why
            );
        return wild switch
        {
            0 when s.C % 3 == 0 => RandomCommands.Command(walk, s with { Verb = 46 + s.A % 6 }),
            0 when ledger.Shipments.Count > 0 => RandomCommands.Command(walk, s with { Verb = 27, C = 1 }),
            1 when ledger.Invoices.Values.FirstOrDefault(x => x.Paid) is { } paid => new RecordRefund(
                new(walk.NewId()),
                new Money(1, ledger.Currency!.Value),
                Why,
                paid.Id
            ),
            2 or 3 when unpaid is not null => new RecordPayment(
                new(walk.NewId()),
                new Money(open, ledger.Currency!.Value),
                null,
                null,
                s.B % 2 == 0 ? [] : [new Allocation(unpaid.Id, open)]
            ),
            3 when ledger.Orders.Count > 0 => new IssueInvoice(
                new(walk.NewId()),
                ledger.Orders.Keys.First(),
                null,
                null,
                null,
                ledger.Currency!.Value,
                null,
                null
            ),
            _ => RandomCommands.Command(walk, s with { Verb = 19, A = s.A + 2, B = 1, Amount = 2 }),
        };
    }

    private static string? Earlier(RandomWalk walk, Step s) =>
        walk.Process.OrderOf(walk.Deal.Stage?.Stage) is > 0 and var here ? walk.Process.Stages[s.A % here].Code : null;
}
