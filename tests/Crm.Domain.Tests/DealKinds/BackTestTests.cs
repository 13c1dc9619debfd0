using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Deals of the past replayed under another process.</summary>
public sealed class BackTestTests
{
    [Fact]
    public void Under_its_own_process_nothing_is_stopped() =>
        Run(ShippedKinds.StandardSale, Deals.Won).Should().BeNull();

    [Fact]
    public void A_lost_deal_is_not_stopped_by_its_loss() =>
        Run(ShippedKinds.StandardSale, Deals.Lost).Should().BeNull();

    [Fact]
    public void A_new_task_stops_the_replay_where_the_deal_went_on()
    {
        var story = Deals.Won;
        var stricter = With(
            "proposal",
            x =>
                x.Add(
                    Task(
                        "two-meetings",
                        new InteractionRecordedCheck { Kinds = [InteractionKind.Meeting], Minimum = 2 }
                    )
                )
        );
        var went = story.Events.OfType<StageEntered>().Single(x => x.Stage == "presentation").HappenedAt;
        var stop = Run(stricter, story)!;
        (stop.Stage, stop.Task, stop.At, stop.Amount).Should().Be(("proposal", "two-meetings", went, Roubles(1200)));
        stop.Blockers.Single().Code.Should().Be("interaction.missing");
    }

    [Fact]
    public void A_stricter_gate_stops_it_at_the_win()
    {
        var paidOnly = Deals.SimpleOrder.Did(new CancelOrderLines(TheOrder, [new(Chairs, 10)], Why)).Did(Verbs.Win);
        Run(ShippedKinds.Simple, paidOnly).Should().BeNull();
        Run(ShippedKinds.Simple with { Gate = ClosingGateKind.Settled }, paidOnly)!
            .Blockers.Single()
            .Code.Should()
            .Be("shipment.none");
    }

    [Fact]
    public void What_was_skipped_in_the_deal_is_skipped_in_the_replay()
    {
        var skipped = Deals
            .Opened.Skipped()
            .Did(new IdentifyClient(Acme))
            .Did(new SetInterest([Interested()]))
            .Did(new EditDeal([new ExpectedAmountChanged(Roubles(1200))]))
            .Completed();
        Run(ShippedKinds.StandardSale, skipped).Should().BeNull();
        Run(With("first-contact", x => x.Add(Task("also", new ClientIdentifiedCheck()))), skipped)!
            .Task.Should()
            .Be("also");
    }

    private static BackTestStop? Run(DealProcess draft, Story story) =>
        BackTest.Run(draft, TheDeal, story.Events, Moscow, WorkingCalendar.Initial);

    private static DealProcess With(
        string stage,
        Func<ImmutableArray<TaskTemplate>, ImmutableArray<TaskTemplate>> change
    )
    {
        var process = ShippedKinds.StandardSale with { Version = 2 };
        var at = process.OrderOf(stage);
        return process with
        {
            Stages = process.Stages.SetItem(at, process.Stages[at] with { Tasks = change(process.Stages[at].Tasks) }),
        };
    }

    private static TaskTemplate Task(string code, params ReadOnlySpan<Check> checks) =>
        new(code, new("", code), Due.InDays(1), [.. checks]);
}
