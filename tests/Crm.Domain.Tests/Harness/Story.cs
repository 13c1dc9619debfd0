using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>A deal as a sequence of events that commands produced, with its clock.</summary>
public sealed record Story
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    public required DealProcess Process { get; init; }
    public required DateTimeOffset Now { get; init; }
    public ImmutableList<DomainEvent> Events { get; init; } = [];
    public Deal? State { get; init; }
    public ClientStanding? Client { get; init; } = InGoodStanding;

    /// <summary>The rate that the host finds for a command that converts.</summary>
    public DayRate? Rate { get; init; }

    /// <summary>The rates that the host finds for a command that converts by several.</summary>
    public ImmutableArray<DayRate> Rates { get; init; } = [];

    /// <summary>Price lists that the host finds, by code.</summary>
    public ImmutableDictionary<string, PriceList> PriceLists { get; init; } =
        ImmutableDictionary<string, PriceList>.Empty;

    /// <summary>The company's rules for lines that the catalogue does not price.</summary>
    /// <summary>Null: its details are not judged.</summary>
    public SellerStanding? Seller { get; init; }

    public ImmutableDictionary<ProductId, ProductCost> Costs { get; init; } =
        ImmutableDictionary<ProductId, ProductCost>.Empty;

    public PricePolicy Prices { get; init; } = PricePolicy.Initial;

    public bool BalancedNeedsShipment { get; init; }

    public DateOnly? BooksClosedUntil { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    public int Ids { get; init; } = 1000;

    public Deal Deal => State ?? throw new InvalidOperationException("nothing was opened");

    /// <summary>The id that the next raised task gets.</summary>
    public StageTaskId NextTask => new(Id(Ids + 1));

    public StageTask Open => Deal.OpenTasks.Single();

    public static Story Opened(DealProcess process, Func<OpenDeal, OpenDeal>? with = null, DateTimeOffset? at = null)
    {
        var command = new OpenDeal(TheDeal, "D-1", "Chairs", null, Anna, null, null, null, [], null, null, []);
        var story = new Story { Process = process, Now = Monday };
        var used = 0;
        var decision = (with?.Invoke(command) ?? command).Decide(
            process,
            story.Context(at, Rights.All, () => Id(story.Ids + ++used))
        );
        return story.Appended(decision, used);
    }

    /// <summary>The clock advances by a minute after each command; here by more.</summary>
    public Story Later(TimeSpan by) => this with { Now = Now + by };

    public Story At(DateTimeOffset now) => this with { Now = now };

    /// <summary>Runs a command that must be accepted.</summary>
    public Story Did(DealCommand command, DateTimeOffset? at = null, decimal? limit = null)
    {
        var (decision, used) = Decide(command, at, Rights.All, limit);
        decision.Refused.Should().BeNull($"{command} arranges the story");
        return Appended(decision, used);
    }

    /// <summary>Completes the task that is open.</summary>
    public Story Completed() => Did(new CompleteStageTask(Open.Id, null));

    public Story Skipped() => Did(new SkipStageTask(Open.Id, Why));

    public (Decision Decision, int Used) Decide(
        DealCommand command,
        DateTimeOffset? at,
        Rights rights,
        decimal? limit = null,
        UserId? user = null
    )
    {
        var used = 0;
        var context = Context(at, rights, () => Id(Ids + ++used)) with { DiscountLimit = limit, User = user ?? Anna };
        var decision = command.Decide(
            new DecisionContext(Deal, Process, context, Client)
            {
                Rates = Rate is null ? Rates : [Rate],
                PriceLists = PriceLists,
                Costs = Costs,
            }
        );
        return (Counters.Numbered(decision, Events, context), used);
    }

    /// <summary>What the decision on a command may read.</summary>
    public DecisionContext Asking() =>
        new(Deal, Process, Context(null, Rights.All, () => Id(Ids + 1)), Client)
        {
            Rates = Rates,
            PriceLists = PriceLists,
            Costs = Costs,
        };

    public Story Appended(Decision decision, int used) =>
        this with
        {
            Events = Events.AddRange(decision.Events),
            State = decision.Events.Aggregate(State, (deal, domainEvent) => Deal.Evolve(deal, TheDeal, domainEvent)),
            Ids = Ids + used,
            Now = Now + Step,
        };

    private CompanyCommandContext Context(DateTimeOffset? at, Rights rights, Func<Guid> newId) =>
        new(Now, at, Anna, rights, Moscow, newId)
        {
            WriteOffLimit = Roubles(100),
            Seller = Seller,
            Prices = Prices,
            BooksClosedUntil = BooksClosedUntil,
            BalancedNeedsShipment = BalancedNeedsShipment,
            Roles = Roles,
        };
}
