namespace Crm.Domain.Tests;

/// <summary>A deal with ten thousand events: commands read its state, so the state must not grow with them.</summary>
public sealed class ManyEventsTests
{
    [Fact]
    public void The_state_of_a_deal_with_ten_thousand_events_is_about_as_large_as_that_of_one_with_a_hundred()
    {
        var (few, many) = (TestJson.Of(Talked(100).Deal).Length, TestJson.Of(Talked(10_000).Deal).Length);
        many.Should().BeLessThan(2 * few);
    }

    [Fact]
    public void Which_evidence_is_kept_depends_on_no_order_and_the_oldest_and_the_newest_are()
    {
        var events = Enumerable
            .Range(0, 300)
            .Select(i =>
                (DomainEvent)
                    new InteractionRecorded(new(Id(i + 100)), (InteractionKind)(i % 3), null, null, Why, [], true)
                    {
                        HappenedAt = Monday.AddMinutes(i / 2),
                    }
            )
            .ToArray();
        var wanted = TestJson.Of(Folded(events).Evidences);
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            TestJson.Of(Folded([.. events.OrderBy(_ => random.Next())]).Evidences).Should().Be(wanted);
        }

        var kept = Folded(events).Evidences.Select(x => x.Evidence.Id).ToHashSet();
        kept.Count.Should().Be(3 * 2 * UnusedEvidence.Kept);
        foreach (var one in events.Take(60).Concat(events.TakeLast(60)).Cast<InteractionRecorded>())
            kept.Should().Contain(one.Interaction.Value);
    }

    [Fact]
    public void A_later_raising_finds_its_evidence_among_thousands_of_older_ones()
    {
        var kind = ShippedKinds.StandardSale with
        {
            Stages =
            [
                ShippedKinds.StandardSale.Stages[0] with
                {
                    Tasks = [ShippedKinds.StandardSale.Stages[0].Tasks[0] with { Once = false }],
                },
                .. ShippedKinds.StandardSale.Stages.RemoveAt(0),
            ],
        };
        var story = Talked(500, Story.Opened(kind)).Completed();
        story = story.Did(new MoveDeal("first-contact", Why));
        Given(story)
            .When(new CompleteStageTask(story.Open.Id, null))
            .Decision.Refused!.Code.Should()
            .Be("task.checks_unmet");
        story.Did(new RecordInteraction(new(Id(77_777)), InteractionKind.Call, null, null, Why, [])).Completed();
    }

    private static Story Talked(int times, Story? from = null)
    {
        var story = from ?? Deals.Opened;
        for (var i = 0; i < times; i++)
            story = (i % 3) switch
            {
                0 => story.Did(
                    new RecordInteraction(new(Id(100_000 + i)), InteractionKind.Call, Direction.Out, null, Why, [])
                ),
                1 => story.Did(new AddComment(new(Id(100_000 + i)), Why)),
                _ => story.Did(new EditDeal([new ExpectedAmountChanged(Roubles(1 + i))])),
            };
        return story;
    }

    private static Deal Folded(IEnumerable<DomainEvent> events) =>
        events.Aggregate(Deals.Opened.Deal, (deal, domainEvent) => Deal.Evolve(deal, TheDeal, domainEvent));
}
