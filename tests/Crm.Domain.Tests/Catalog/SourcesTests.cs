using Crm.Domain.Settings;

namespace Crm.Domain.Tests.Catalog;

/// <summary>Sources and lost reasons are edited, ordered and retired; only differences become events.</summary>
public sealed class SourcesTests
{
    private static readonly CommandContext Context = new(
        new(2026, 3, 2, 22, 0, 0, TimeSpan.Zero),
        null,
        null,
        Rights.All,
        TimeZoneInfo.Utc,
        Guid.CreateVersion7
    );
    private static readonly Source Fair = new("fair", "Ярмарка", null);
    private static readonly LostReason Price = new("price", new("Цена", "Price"), LostReasonRequires.None);

    [Fact]
    public void Each_value_of_a_source_that_differs_is_an_event_of_its_own()
    {
        new ChangeSource(Fair).Decide(Fair, Context).Events.Should().BeEmpty();
        var wanted = Fair with
        {
            Titles = new("Выставка", "Exhibition"),
            Channel = "offline",
            Position = 3,
            Retired = true,
        };
        var events = new ChangeSource(wanted).Decide(Fair, Context).Events;
        events
            .Select(x => x.GetType())
            .Should()
            .Equal(
                typeof(SourceRetitled),
                typeof(SourceChannelChanged),
                typeof(SourcePositionChanged),
                typeof(SourceRetired)
            );
        events.Should().OnlyContain(x => x.HappenedAt == Context.Now);
        var after = events.Aggregate((Source?)Fair, Source.Evolve)!;
        after.Should().Be(wanted with { Title = "Выставка" });
        after.In("en").Should().Be("Exhibition");
        new ChangeSource(after with { Retired = false })
            .Decide(after, Context)
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<SourceRestored>();
    }

    [Fact]
    public void Each_value_of_a_lost_reason_that_differs_is_an_event_of_its_own()
    {
        new ChangeLostReason(Price).Decide(Price, Context).Events.Should().BeEmpty();
        var wanted = Price with
        {
            Title = new("Дорого", "Too expensive"),
            Requires = LostReasonRequires.Comment,
            Position = 3,
            Retired = true,
        };
        var events = new ChangeLostReason(wanted).Decide(Price, Context).Events;
        events
            .Select(x => x.GetType())
            .Should()
            .Equal(
                typeof(LostReasonRetitled),
                typeof(LostReasonRequirementChanged),
                typeof(LostReasonPositionChanged),
                typeof(LostReasonRetired)
            );
        events.Aggregate((LostReason?)Price, LostReason.Evolve).Should().Be(wanted);
        LostReason.Evolve(wanted, new LostReasonRestored())!.Retired.Should().BeFalse();
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(1_000_001)]
    public void A_position_is_a_positive_number(int position)
    {
        new ChangeSource(Fair with { Position = position })
            .Decide(Fair, Context)
            .Refused!.Faults.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be("position.out_of_range");
        new ChangeLostReason(Price with { Position = position })
            .Decide(Price, Context)
            .Refused!.Faults.Should()
            .ContainSingle()
            .Which.Pointer.Should()
            .Be("/position");
    }

    [Fact]
    public void A_retired_source_stays_on_the_deal_that_has_it_and_is_given_to_no_other()
    {
        Given(Deals.Opened)
            .When(new EditDeal([new SourceChanged("fair")]) { SourceIsRetired = true })
            .ThenInvalid("/source", "source.retired", "a source in use: POST /sources/{sourceId}/restore");
        Given(Deals.Opened.Did(new EditDeal([new SourceChanged("fair")])))
            .When(new EditDeal([new SourceChanged("fair"), new DealRetitled("Tables")]) { SourceIsRetired = true })
            .Then(new DealRetitled("Tables"));
    }

    [Fact]
    public void No_deal_is_lost_with_a_retired_reason()
    {
        var retired = new CloseDeal(Outcome.Lost, Price with { Retired = true }, null, null, null);
        Given(Deals.Opened)
            .When(retired)
            .ThenInvalid(
                "/lostReason",
                "lost_reason.retired",
                "a lost reason in use: POST /lost-reasons/{lostReasonId}/restore"
            );
        Given(Deals.Opened.Did(new CloseDeal(Outcome.Lost, Price, null, null, null))).When(retired).ThenHolds();
    }

    [Fact]
    public void The_sources_that_ship_have_both_languages_and_an_order()
    {
        ShippedSources
            .All.Select(x => x.Code)
            .Should()
            .Equal(
                "phone",
                "website",
                "email",
                "messenger",
                "referral",
                "exhibition",
                "advertising",
                "partner",
                "other"
            );
        ShippedSources.MissingFrom([]).Should().Equal(ShippedSources.All);
        ShippedSources
            .MissingFrom(["PHONE", "Website", "own"])
            .Select(x => x.Code)
            .Should()
            .Equal("email", "messenger", "referral", "exhibition", "advertising", "partner", "other");
        ShippedSources.All.Should().OnlyContain(x => x.In("ru") != x.In("en"));
        ShippedSources.All.Select(x => x.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        ShippedReasons.All.Select(x => x.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }
}
