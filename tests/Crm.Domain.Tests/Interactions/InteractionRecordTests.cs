using Crm.Domain.Deals.Activities;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;

namespace Crm.Domain.Tests.Interactions;

/// <summary>An interaction is recorded or planned, corrected, held, linked, reviewed and withdrawn (product.md, section 4).</summary>
public sealed class InteractionRecordTests
{
    private static readonly CommandContext Context = new(Monday, null, Anna, Rights.None, Moscow, () => default);

    private static readonly InteractionContent Content = new(
        InteractionKind.Call,
        Direction.In,
        null,
        Text("Нужны столы"),
        [],
        Monday.AddHours(-1)
    );

    private static readonly InteractionLogged Logged = new(InteractionStatus.Held, Content)
    {
        HappenedAt = Monday.AddMinutes(-30),
        Client = Acme,
        By = Anna,
        AwaitsReview = true,
    };

    private static readonly InteractionLogged Planned = Logged with
    {
        Status = InteractionStatus.Planned,
        Content = Content with { OccurredAt = Monday.AddDays(1) },
        AwaitsReview = false,
    };

    [Fact]
    public void One_that_took_place_on_a_deal_is_recorded_on_it()
    {
        var decided = new LogInteraction(Call, Logged with { Client = null, Deal = TheDeal }).Decide(Context);
        decided.Own.Events.Should().Equal(Logged with { Client = null, Deal = TheDeal, HappenedAt = Monday });
        decided.OnDeal.Should().BeOfType<RecordInteraction>().Which.OccurredAt.Should().Be(Content.OccurredAt);
    }

    [Fact]
    public void A_planned_one_is_no_event_of_the_deal_until_it_took_place()
    {
        var planned = Planned with { Client = null, Deal = TheDeal };
        new LogInteraction(Call, planned).Decide(Context).OnDeal.Should().BeNull();
        var held = new HoldInteraction(Monday, Text("Договорились"), 15).Decide(After(planned), null, Context);
        held.Own.Events.Should()
            .Equal(
                new InteractionHeld(
                    planned.Content with
                    {
                        OccurredAt = Monday,
                        Outcome = Text("Договорились"),
                        DurationMinutes = 15,
                    }
                )
                {
                    HappenedAt = Monday,
                }
            );
        held.OnDeal.Should().BeOfType<RecordInteraction>().Which.OccurredAt.Should().Be(Monday);
    }

    [Fact]
    public void A_held_one_lies_not_in_the_future_and_a_planned_one_is_no_note()
    {
        var ahead = Content with { OccurredAt = Monday.AddMinutes(1), DurationMinutes = 1441 };
        Faults(new LogInteraction(Call, Logged with { Content = ahead }).Decide(Context))
            .Should()
            .Equal("/occurredAt date.future", "/durationMinutes duration.out_of_range");
        Faults(
                new LogInteraction(Call, Planned with { Content = ahead with { Kind = InteractionKind.Note } }).Decide(
                    Context
                )
            )
            .Should()
            .Equal("/kind interaction.note_planned", "/durationMinutes duration.out_of_range");
    }

    [Fact]
    public void A_correction_keeps_what_it_does_not_change()
    {
        var before = After(Logged);
        var same = new CorrectInteraction(content => content with { Description = Text("Нужны столы") });
        same.Decide(before, null, Context).Own.Should().Be(Decision.AlreadySatisfied);
        var decided = new CorrectInteraction(content => content with { Outcome = Text("Перезвонить") }).Decide(
            before,
            null,
            Context
        );
        var corrected = decided
            .Own.Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<InteractionCorrected>()
            .Which;
        corrected.Content.Description.Should().BeSameAs(before.Content.Description);
        corrected.Client.Should().Be(Acme);
        decided.OnDeal.Should().BeNull("it is on no deal");
    }

    [Fact]
    public void A_correction_on_a_deal_says_what_evidence_is_judged_by()
    {
        var linked = After(Logged, new InteractionLinked(TheDeal));
        var kind = new CorrectInteraction(content => content with { Kind = InteractionKind.Meeting });
        kind.Decide(linked, null, Context)
            .OnDeal.Should()
            .BeEquivalentTo(new ReviseInteraction(Call, InteractionKind.Meeting, Direction.In, ["kind"]));
        var text = new CorrectInteraction(content => content with { Description = Text("Нужны стулья") });
        text.Decide(linked, null, Context)
            .OnDeal.Should()
            .BeEquivalentTo(new ReviseInteraction(Call, InteractionKind.Call, Direction.In, []));
        var client = new CorrectInteraction(content => content, _ => null);
        Faults(client.Decide(linked, null, Context)).Should().Equal("/clientId interaction.linked");
    }

    [Fact]
    public void It_belongs_to_one_deal_at_a_time()
    {
        var linked = After(Logged, new InteractionLinked(TheDeal));
        new LinkInteraction(TheDeal).Decide(linked, null, Context).Own.Should().Be(Decision.AlreadySatisfied);
        var refused = new LinkInteraction(new(Id(2))).Decide(linked, null, Context).Own.Refused!;
        refused.Code.Should().Be("interaction.linked");
        refused.Blockers.Single().Fix.Should().Be(new Fix.UnlinkInteraction(Call));
    }

    [Fact]
    public void Taken_off_its_deal_it_stays_with_the_client()
    {
        var linked = After(Logged, new InteractionLinked(TheDeal));
        var decided = new UnlinkInteraction(Why).Decide(linked, Deals.Opened.Deal, Context);
        decided.OnDeal.Should().Be(new DetachInteraction(Call, Why));
        var after = After(Logged, new InteractionLinked(TheDeal), decided.Own.Events.Single());
        (after.Deal, after.Client, after.UnlinkedAt).Should().Be((null, Acme, Monday));
        new UnlinkInteraction(Why).Decide(after, null, Context).Own.Should().Be(Decision.AlreadySatisfied);
    }

    [Fact]
    public void It_waits_until_somebody_has_dealt_with_it()
    {
        var later = Monday.AddDays(1);
        var waiting = After(Logged);
        waiting.AwaitsReview.Should().BeTrue();
        Faults(new PostponeReview(Monday).Decide(waiting, null, Context)).Should().Equal("/at date.past");
        var postponed = After(Logged, new PostponeReview(later).Decide(waiting, null, Context).Own.Events.Single());
        (postponed.AwaitsReview, postponed.ReviewAfter).Should().Be((true, later));
        var reviewed = After(Logged, new ReviewInteraction().Decide(waiting, null, Context).Own.Events.Single());
        (reviewed.AwaitsReview, reviewed.ReviewAfter).Should().Be((false, null));
        new ReviewInteraction().Decide(reviewed, null, Context).Own.Should().Be(Decision.AlreadySatisfied);
    }

    [Fact]
    public void A_withdrawn_one_changes_no_more()
    {
        var linked = After(Logged, new InteractionLinked(TheDeal));
        var decided = new WithdrawInteraction(Why).Decide(linked, null, Context);
        decided.OnDeal.Should().Be(new DetachInteraction(Call, Why));
        var withdrawn = After(Logged, new InteractionLinked(TheDeal), decided.Own.Events.Single());
        new WithdrawInteraction(Why).Decide(withdrawn, null, Context).Own.Should().Be(Decision.AlreadySatisfied);
        foreach (
            var command in new InteractionCommand[]
            {
                new CorrectInteraction(content => content with { Kind = InteractionKind.Meeting }),
                new LinkInteraction(TheDeal),
                new UnlinkInteraction(null),
                new ReviewInteraction(),
                new PostponeReview(Monday.AddDays(1)),
                new HoldInteraction(null, null, null),
            }
        )
            command.Decide(withdrawn, null, Context).Own.Refused!.Code.Should().Be("interaction.withdrawn");
    }

    private static Interaction After(params DomainEvent[] events) =>
        events.Aggregate((Interaction?)null, (before, one) => Interaction.Evolve(before, Call, one))!;

    private static IEnumerable<string> Faults(InteractionDecision decision) =>
        decision.Own.Refused!.Faults.Select(fault => $"{fault.Pointer} {fault.Code}");
}
