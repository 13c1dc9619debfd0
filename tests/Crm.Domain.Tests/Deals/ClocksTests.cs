namespace Crm.Domain.Tests;

/// <summary>The two clocks: who may state when something happened, and the earliest instant allowed.</summary>
public sealed class ClocksTests
{
    private static readonly AddComment Comment = new(TheComment, Why);
    private static readonly Story Open = Deals.Simple.Later(TimeSpan.FromDays(1));
    private static readonly CommentAdded Added = new(TheComment, Why);

    [Fact]
    public void Without_a_time_it_is_the_later_of_now_and_the_last_event()
    {
        Given(Open).When(Comment).Then(Added with { HappenedAt = Open.Now });
        var behind = Open.Did(Comment).At(Open.Now.AddMinutes(-5));
        Given(behind).When(Comment).Then(Added with { HappenedAt = Open.Now });
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(5)]
    public void Slightly_ahead_is_taken_as_now(double seconds) =>
        Given(Open).When(Comment, at: Open.Now.AddSeconds(seconds)).Then(Added with { HappenedAt = Open.Now });

    [Fact]
    public void Further_ahead_is_the_future() =>
        Given(Open)
            .When(Comment, at: Open.Now.AddSeconds(5.001))
            .Refused(
                Rejection.Invalid("/happenedAt", "happened_at.future", $"not after {Open.Now.AddSeconds(5)}") with
                {
                    Code = "happened_at.future",
                },
                []
            );

    [Fact]
    public void The_past_needs_a_permission_beyond_the_tolerance()
    {
        Given(Open).When(Comment, at: Open.Now.AddSeconds(-5), rights: Rights.None).Then(Added);
        Given(Open)
            .When(Comment, at: Open.Now.AddSeconds(-5.001), rights: Rights.All & ~Rights.Backdate)
            .ThenForbidden("backdate.not_permitted", "backdate");
        Given(Open).When(Comment, at: Open.Now.AddSeconds(-5.001), rights: Rights.Backdate).Then(Added);
    }

    [Fact]
    public void Nothing_lies_before_the_opening()
    {
        foreach (
            var command in new DealCommand[]
            {
                Comment,
                Verbs.Called,
                Verbs.Presented(Monday),
                Verbs.Pay(1),
                new DraftProposal(Offer, Chairs10),
                Verbs.OrderOf(null, TenChairs),
                new EditDeal([new DealRetitled("x")]),
                new IdentifyClient(Acme),
                new AssignManager(Boris),
                new SetParticipants([Boris]),
                new SetInterest([Interested()]),
                Verbs.Lose,
            }
        )
            Given(Open).When(command, at: Monday.AddSeconds(-1)).ThenTooEarly(Monday);
        Given(Open).When(Comment, at: Monday).Then(Added);
    }

    [Fact]
    public void Additive_events_may_happen_at_any_time_in_between()
    {
        var given = Deals.InTerms.Later(TimeSpan.FromDays(1));
        foreach (
            var command in new DealCommand[]
            {
                Comment,
                Verbs.Called with
                {
                    Id = new(Id(15)),
                },
                Verbs.Presented(Monday) with
                {
                    Id = new(Id(16)),
                },
                Verbs.Pay(1),
                new DraftProposal(OtherOffer, Chairs10),
            }
        )
            Given(given).When(command, at: Monday).Decision.Refused.Should().BeNull();
    }

    public static TheoryData<DealCommand, DealCommand> Replacing =>
        new()
        {
            { new EditDeal([new DealRetitled("a")]), new EditDeal([new DealRetitled("b")]) },
            {
                new EditDeal([new ExpectedAmountChanged(Roubles(1))]),
                new EditDeal([new ExpectedAmountChanged(Roubles(2))])
            },
            { new EditDeal([new ProbabilityChanged(1)]), new EditDeal([new ProbabilityChanged(2)]) },
            { new EditDeal([new SourceChanged("a")]), new EditDeal([new SourceChanged("b")]) },
            {
                new EditDeal([new ExpectedCloseChanged(new DateOnly(2026, 4, 1))]),
                new EditDeal([new ExpectedCloseChanged(new DateOnly(2026, 4, 2))])
            },
            { new EditDeal([new DealCommentChanged(Text("a"))]), new EditDeal([new DealCommentChanged(Text("b"))]) },
            {
                new EditDeal([new ExternalRefsChanged([new("erp", "1")])]),
                new EditDeal([new ExternalRefsChanged([new("erp", "2")])])
            },
            { new IdentifyClient(Acme), new IdentifyClient(new(Id(5))) },
            { new AssignManager(Boris), new AssignManager(Anna) },
            { new SetParticipants([Boris]), new SetParticipants([Anna]) },
            { new SetInterest([Interested()]), new SetInterest([]) },
        };

    [Theory]
    [MemberData(nameof(Replacing))]
    public void Replacing_events_follow_the_last_one_about_the_same_value(DealCommand first, DealCommand second)
    {
        var given = Open.Did(first).Later(TimeSpan.FromDays(1));
        var last = given.Events[^1].HappenedAt;
        Given(given).When(second, at: last.AddSeconds(-1)).ThenTooEarly(last);
        Given(given).When(second, at: last).Decision.Refused.Should().BeNull();
        Given(given.Did(Comment)).When(second, at: last).Decision.Refused.Should().BeNull();
    }

    [Fact]
    public void Two_values_do_not_bar_each_other() =>
        Given(Open.Did(new IdentifyClient(Acme)))
            .When(new AssignManager(Boris), at: Monday)
            .Then(new ManagerAssigned(Boris));

    [Fact]
    public void Events_of_the_server_take_the_later_of_the_command_and_the_last_lifecycle_event()
    {
        var entered = Deals.InPreparation.Events[^1].HappenedAt;
        var earlier = Deals
            .InPreparation.Later(TimeSpan.FromDays(1))
            .Did(Verbs.Invoiced, Deals.Ordered.Now.AddSeconds(-30));
        Given(earlier)
            .When(Verbs.Pay(1200, null, new Allocation(TheInvoice, 1200)), at: Deals.Ordered.Now.AddSeconds(-30))
            .Then(
                new PaymentReceived(ThePayment, Roubles(1200), null, null, [new(TheInvoice, 1200)])
                {
                    Number = "PM-2026-000001",
                },
                new InvoicePaid(TheInvoice) { Cause = Cause.Rule("invoice.paid"), HappenedAt = entered }
            );
    }

    [Fact]
    public void A_back_dated_completion_raises_the_next_task_in_the_past_without_a_timer()
    {
        var given = Story
            .Opened(ShippedKinds.StandardSale, at: Monday.AddDays(-30))
            .Did(Verbs.Called, Monday.AddDays(-29));
        Given(given)
            .When(new CompleteStageTask(given.Open.Id, null), at: Monday.AddDays(-28))
            .Then(
                new StageTaskCompleted(
                    given.Open.Id,
                    "record-first-contact",
                    [new("interaction_recorded", Call.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("qualification", 20, null, StageMove.Passed) { Cause = Cause.Task(given.Open.Id) },
                new StageTaskRaised(
                    given.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(2, 4, "20:59:59"),
                    false,
                    false
                )
                {
                    Cause = Cause.Task(given.Open.Id),
                }
            );
    }
}
