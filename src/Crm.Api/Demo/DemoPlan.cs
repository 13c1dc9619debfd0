namespace Crm.Api.Demo;

/// <summary>
/// The demo year as data: every command with its instant, the same for the same seed and day. In phases, each of which needs the ones
/// before; within a phase in the order of time.
/// </summary>
/// <param name="Staff">Teams and users; the others are sent by them.</param>
/// <param name="Year">All the rest.</param>
internal sealed record DemoPlan(IReadOnlyList<DemoCommand> Staff, IReadOnlyList<IReadOnlyList<DemoCommand>> Year)
{
    /// <summary>Days in which the task of a stage of the standard sale is due.</summary>
    private static readonly int[] DueDays = [2, 2, 3, 5, 7, 2, 14];

    public int Count => Staff.Count + Year.Sum(phase => phase.Count);

    /// <param name="today">The day of the start; everything happens before it.</param>
    /// <param name="share">How many of the 300 deals, in percent.</param>
    /// <param name="mails">False: no document is mailed.</param>
    public static DemoPlan Create(ulong seed, DateOnly today, int share = 100, bool mails = true)
    {
        var (calendar, random) = (new DemoCalendar(today), new DemoRandom(seed));
        var company = new DemoCompany(calendar);
        var clients = DemoClients.Create(random);
        DemoScript[] sales =
        [
            .. new DemoMix(clients, random, share, mails).Deals().Select(deal => Placed(calendar, deal, seed, random)),
        ];
        DemoCommand[] deals = [.. sales.SelectMany(sale => sale.Commands).OrderBy(command => command.At)];
        DemoClaim[] claims = [.. sales.Select(sale => sale.Claim).OfType<DemoClaim>()];
        return new(
            [.. company.Staff()],
            [
                .. company.Phases(clients),
                deals,
                [DemoStatement.Create(calendar, claims)],
                [DemoCompany.Finish(calendar.At(calendar.Last, 19 * 60))],
            ]
        );
    }

    /// <summary>
    /// Written twice: how long the deal takes is known after the first time, and then the day of its opening, so that it ends, or
    /// has its open task since, when it should.
    /// </summary>
    private static DemoScript Placed(DemoCalendar calendar, DemoDeal deal, ulong seed, DemoRandom random)
    {
        var draft = DemoSale.Write(calendar, deal, seed, 0);
        var start = deal.IsOpen ? Since(calendar, deal, random) - draft.Raised : calendar.Busy(random) - draft.Day;
        return DemoSale.Write(calendar, deal, seed, Math.Max(start, 0));
    }

    /// <summary>The day since which the task of an open deal is open: one in six is overdue, one in six due today.</summary>
    private static int Since(DemoCalendar calendar, DemoDeal deal, DemoRandom random)
    {
        if (deal.Kind != "standard-sale")
            return calendar.Last - random.Next(15);
        var days = DueDays[(int)deal.Reached];
        var left = (deal.Number % 6) switch
        {
            0 => -random.Between(1, 8),
            1 => 0,
            _ => random.Between(1, days - 1),
        };
        return calendar.OnOrAfter(calendar.Today.AddDays(left - days));
    }
}
