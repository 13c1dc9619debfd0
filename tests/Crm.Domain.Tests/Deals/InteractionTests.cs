using Crm.Domain.Deals.Activities;

namespace Crm.Domain.Tests;

/// <summary>An interaction states when it took place, apart from its recording.</summary>
public sealed class InteractionTests
{
    [Fact]
    public void It_may_have_taken_place_before_the_deal_was_opened_without_a_right_to_back_date()
    {
        var yesterday = Deals.Opened.Now.AddDays(-1);
        var called = Given(Deals.Opened)
            .When(
                Verbs.Called with
                {
                    OccurredAt = yesterday,
                    DurationMinutes = 12,
                    Outcome = Why,
                },
                rights: Rights.None
            )
            .Then(Recorded with { OccurredAt = yesterday, DurationMinutes = 12, Outcome = Why });
        Given(called)
            .When(new CompleteStageTask(called.Open.Id, null))
            .Decision.Refused.Should()
            .BeNull("evidence goes by the time of the event");
    }

    [Fact]
    public void It_has_not_taken_place_yet_only_within_the_tolerance_of_clocks()
    {
        var now = Deals.Opened.Now;
        Given(Deals.Opened)
            .When(Verbs.Called with { OccurredAt = now.AddSeconds(5) })
            .Then(Recorded with { OccurredAt = now.AddSeconds(5) });
        Given(Deals.Opened)
            .When(Verbs.Called with { OccurredAt = now.AddSeconds(6) })
            .ThenInvalid("/occurredAt", "date.future", $"not after {now}");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1440, true)]
    [InlineData(-1, false)]
    [InlineData(1441, false)]
    public void It_takes_a_day_at_most(int minutes, bool isTaken)
    {
        var decided = Given(Deals.Opened).When(Verbs.Called with { DurationMinutes = minutes });
        if (isTaken)
            decided.Then(Recorded with { DurationMinutes = minutes });
        else
            decided.ThenInvalid("/durationMinutes", "duration.out_of_range", "0 to 1440");
    }

    private static InteractionRecorded Recorded { get; } =
        new(
            Call,
            Crm.Domain.Processes.InteractionKind.Call,
            Crm.Domain.Processes.Direction.Out,
            null,
            Why,
            [],
            IsEvidence: true
        );
}
