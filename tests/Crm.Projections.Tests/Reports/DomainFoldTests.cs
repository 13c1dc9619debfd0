namespace Crm.Projections.Tests.Reports;

/// <summary>Random deals, many late events: every report equals the domain's own fold of the same events.</summary>
public sealed class DomainFoldTests : IAsyncLifetime
{
    private static readonly Cases Deals = new(Few: 60, Full: 150),
        Snapshots = new(Few: 20, Full: 60),
        Periods = new(Few: 15, Full: 40);
    private static readonly ReportFilter Everything = new(DealVisibility.Everything, null);
    private readonly TestStore store = new();
    private readonly Random random = new(20260301);
    private Story[] stories = [];

    public async ValueTask InitializeAsync()
    {
        await store.InitializeAsync();
        var world = new RandomStories(7);
        stories = world.Many(Deals.Count, 12);
        await store.Show(stories);
        // In a second batch, so that pages meet existing states.
        foreach (var story in stories)
            world.Go(story, 12);
        await store.Show(stories);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Every_report_is_the_sum_of_its_deals()
    {
        stories
            .SelectMany(x => x.Events)
            .Select(x => x.GetType())
            .Distinct()
            .Should()
            .Contain(
                [typeof(ReturnAccepted), typeof(DebtWrittenOff), typeof(DealReopened), typeof(DealClosed)],
                "the world is rich enough"
            );
        await Funnels();
        await Losses();
        await Profits();
        await Rows();
    }

    private async Task Funnels()
    {
        foreach (var at in Instants(Snapshots.Count))
        {
            (await store.FunnelAt(at))
                .Cells.Should()
                .BeEquivalentTo(DomainFold.Funnel(stories, at, _ => true), $"at {at:O}");
            (await store.FunnelAt(at, manager: Boris.Value))
                .Cells.Should()
                .BeEquivalentTo(DomainFold.Funnel(stories, at, x => x.Manager == Boris));
            (await store.FunnelAt(at, source: "web", kind: "manual-sale"))
                .Cells.Should()
                .BeEquivalentTo(DomainFold.Funnel(stories, at, x => x.Source == "web" && x.Kind.Code == "manual-sale"));
        }
    }

    private async Task Losses()
    {
        foreach (
            var (from, to) in Instants(Periods.Count)
                .Zip(Instants(Periods.Count))
                .Select(x => x.First < x.Second ? x : (x.Second, x.First))
        )
        {
            var lost = DomainFold.Lost(stories, from, to).ToArray();
            foreach (
                var (by, key) in new (string, Func<(Closing Loss, Deal Then), string?>)[]
                {
                    ("reason", x => x.Loss.Reason),
                    ("stage", x => x.Loss.Stage),
                    ("manager", x => x.Then.Manager?.ToString()),
                    ("client", x => x.Then.Client?.ToString()),
                    ("source", x => x.Then.Source),
                }
            )
            {
                var found = await store.Losses.Read(
                    Everything,
                    new Period(from, to),
                    by,
                    Later,
                    CancellationToken.None
                );
                found
                    .Cells.Should()
                    .BeEquivalentTo(
                        lost.GroupBy(x => (Key: key(x), Currency: x.Loss.Amount?.Currency.Code))
                            .Select(x => new LossCell(
                                x.Key.Key,
                                x.Key.Currency,
                                x.Count(),
                                x.Sum(y => y.Loss.Amount?.Amount ?? 0)
                            )),
                        $"by {by} from {from:O} to {to:O}"
                    );
            }
        }
    }

    private async Task Profits()
    {
        var entries = DomainFold
            .Delivered(stories)
            .Select(x => (x.Id, x.Then, x.At, x.Currency, Line: (ShippedLine?)x.Line, x.Sign, Off: 0m))
            .Concat(
                DomainFold
                    .WrittenOff(stories)
                    .Select(x =>
                        (x.Id, x.Then, x.At, x.Amount.Currency, Line: (ShippedLine?)null, Sign: 0, Off: x.Amount.Amount)
                    )
            )
            .ToArray();
        foreach (
            var (by, key) in new (
                string,
                Func<
                    (
                        DealId Id,
                        Deal Then,
                        DateTimeOffset At,
                        Currency Currency,
                        ShippedLine? Line,
                        int Sign,
                        decimal Off
                    ),
                    string?
                >
            )[]
            {
                ("deal", x => x.Id.ToString()),
                ("client", x => x.Then.Client?.ToString()),
                ("manager", x => x.Then.Manager?.ToString()),
                ("source", x => x.Then.Source),
                ("product", x => x.Line?.Product?.ToString() ?? x.Line?.Name),
                (
                    "month",
                    x =>
                        TimeZoneInfo
                            .ConvertTime(x.At, Moscow)
                            .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)
                ),
            }
        )
        {
            var found = await store.Profit.Read(
                Everything,
                new Period(null, null),
                by,
                TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"),
                CancellationToken.None
            );
            found
                .Cells.Should()
                .BeEquivalentTo(
                    entries
                        .GroupBy(x => (Key: key(x), x.Currency.Code))
                        .Select(x => new ProfitCell(
                            x.Key.Key,
                            x.Key.Code,
                            x.Sum(y => y.Sign * y.Line?.Net ?? 0),
                            x.Sum(y => y.Sign * ((y.Line?.Discount ?? 0) + (y.Line?.ListDiscount ?? 0))),
                            x.Sum(y => y.Sign * (y.Line?.Cost ?? 0)),
                            x.Count(y => y.Line is not null && y.Line.Cost is null)
                        )
                        {
                            ListDiscounts = x.Sum(y => y.Sign * (y.Line?.ListDiscount ?? 0)),
                            WrittenOff = x.Sum(y => y.Off),
                            UnknownRevenue = x.Where(y => y.Line is { Cost: null }).Sum(y => y.Sign * y.Line!.Net),
                            LacksKnownCost = !x.Any(y => y.Line is { Cost: not null }),
                        }),
                    $"by {by}"
                );
        }
    }

    /// <summary>A deal's spans are consecutive, without gap or overlap, from its opening to infinity.</summary>
    private async Task Rows()
    {
        (await store.Number("select count(distinct deal) from crm.report_sales_funnel")).Should().Be(stories.Length);
        (
            await store.Number(
                "select count(*) from (select until_at, lead(from_at) over (partition by deal order by from_at) "
                    + "as next from crm.report_sales_funnel) x where until_at <> coalesce(next, 'infinity')"
            )
        )
            .Should()
            .Be(0);
    }

    /// <summary>Random instants, half of them exactly at an event.</summary>
    private DateTimeOffset[] Instants(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var story = stories[random.Next(stories.Length)];
                    var at = story.Events[random.Next(story.Events.Count)].HappenedAt;
                    return i % 2 == 0 ? at : at.AddMinutes(random.Next(-500, 500));
                }),
        ];
}
