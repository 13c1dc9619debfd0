namespace Crm.Api.Demo;

/// <summary>Which deals the demo year has: how many get how far, with whom, and what is special about them.</summary>
/// <param name="share">Of 300 deals, in percent.</param>
/// <param name="mails">False: no document is mailed.</param>
internal sealed class DemoMix(IReadOnlyList<DemoClient> clients, DemoRandom random, int share, bool mails)
{
    private const string Guided = "standard-sale";

    /// <summary>Open and lost deals of the standard sale by stage.</summary>
    private static readonly int[] OpenIn = [9, 10, 13, 12, 10, 4, 10];
    private static readonly int[] LostIn = [22, 24, 22, 14, 10, 1];
    private const int Won = 112;

    /// <summary>Of the managers, in their order: some win more often.</summary>
    private static readonly int[] Winning = [8, 6, 5, 5, 4, 4, 3, 3];
    private static readonly int[] Losing = [4, 4, 4, 5, 5, 5, 4, 4];

    private static readonly DemoDelivery[] Deliveries =
    [
        DemoDelivery.PaidFirst,
        DemoDelivery.Advance,
        DemoDelivery.InParts,
        DemoDelivery.PaidLast,
        DemoDelivery.PaidFirst,
        DemoDelivery.Returned,
        DemoDelivery.Advance,
        DemoDelivery.InParts,
        DemoDelivery.PaidFirst,
        DemoDelivery.WrittenOff,
        DemoDelivery.PaidLast,
        DemoDelivery.Advance,
        DemoDelivery.RestCancelled,
        DemoDelivery.InParts,
    ];

    private int number;

    public IEnumerable<DemoDeal> Deals() =>
        [
            .. OpenIn.SelectMany((count, stage) => Make(count, Guided, (DemoStage)stage, isLost: false)),
            .. LostIn.SelectMany((count, stage) => Make(count, Guided, (DemoStage)stage, isLost: true)),
            .. Make(Won, Guided, DemoStage.Won, isLost: false),
            .. Make(5, "manual-sale", DemoStage.Qualification, isLost: false),
            .. Make(5, "manual-sale", DemoStage.Qualification, isLost: true),
            .. Make(9, "manual-sale", DemoStage.Won, isLost: false),
            .. Make(2, "simple", DemoStage.FirstContact, isLost: false),
            .. Make(6, "simple", DemoStage.Won, isLost: false),
        ];

    private IEnumerable<DemoDeal> Make(int count, string kind, DemoStage reached, bool isLost)
    {
        var rounded = ((count * share) + 99) / 100;
        for (var i = 0; i < rounded; i++)
            yield return new(
                ++number,
                kind,
                reached,
                isLost,
                Client(isLost ? Losing : Winning),
                random.Weighted([.. DemoCompany.Sources.Select(source => isLost ? source.Lost : source.Won)]),
                random.Pick(DemoGoods.Kits),
                Deliveries[i % Deliveries.Length],
                kind == Guided ? Twists(i, reached, isLost) : DemoTwists.None
            );
    }

    /// <summary>Clients of a manager come back the more often the earlier they came.</summary>
    private DemoClient Client(int[] managers)
    {
        var manager = DemoStaff.Managers[random.Weighted(managers)];
        DemoClient[] own = [.. clients.Where(client => client.Manager == manager)];
        return own[random.Next(random.Next(own.Length) + 1)];
    }

    private DemoTwists Twists(int i, DemoStage reached, bool isLost)
    {
        var isWon = reached == DemoStage.Won;
        var isDrafted = reached > DemoStage.Proposal || (reached == DemoStage.Proposal && !isLost);
        // A delivered mail is recorded when it is delivered, and no deal is closed before what happened to it.
        var isMailed = mails && !isWon && !isLost && reached > DemoStage.Proposal && i % 3 == 0;
        return On(DemoTwists.Revised, isWon && i % 7 == 3)
            | On(DemoTwists.LargeDiscount, isDrafted && (reached == DemoStage.Proposal ? i % 4 == 1 : i % 9 == 4))
            | On(DemoTwists.ReopenedAfterWin, isWon && i % 28 == 8)
            | On(
                DemoTwists.ReopenedAfterLoss,
                reached >= DemoStage.Proposal && i % (isWon ? 28 : 8) == (isWon ? 21 : 2)
            )
            | On(DemoTwists.File, i % 10 == 1)
            | On(DemoTwists.Mail, isMailed)
            | On(DemoTwists.Comment, i % 6 == 0)
            | On(DemoTwists.HandedOver, reached > DemoStage.Qualification && i % 19 == 2)
            | On(DemoTwists.Skipped, isWon && i % 25 == 7);
    }

    private static DemoTwists On(DemoTwists twist, bool so) => so ? twist : DemoTwists.None;
}
