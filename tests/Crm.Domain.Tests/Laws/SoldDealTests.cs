using System.Collections.Concurrent;
using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>Mostly sensible commands: deals are won, lost and reopened repeatedly, with some random ones in between.</summary>
public sealed class SoldDealTests
{
    private static readonly Cases Sales = new(Few: 400, Full: 1000),
        Rescues = new(Few: 200, Full: 400);
    private readonly ConcurrentDictionary<string, int> seen = new();

    [Fact]
    public void Keeps_the_laws_through_wins_losses_and_reopenings()
    {
        Gen.Select(Gen.Int[0, 7], Step.Any.Array[60, 90])
            .Sample(
                x =>
                {
                    var walk = EveryDealTests.Begin(x.Item1, x.Item2[0]);
                    Law.Reported(
                        walk,
                        () =>
                        {
                            foreach (var step in x.Item2)
                            {
                                RandomCommands.Tick(walk, step);
                                var command = SensibleCommands.Next(walk, step);
                                var decision = walk.Run(
                                    command,
                                    step.Time % 4 == 0 ? RandomCommands.Time(walk, step) : null,
                                    Rights.All
                                );
                                Count(walk, command, decision);
                            }

                            Laws.Holes(walk, x.Item2[0].A);
                        }
                    );
                },
                iter: Sales.Count,
                threads: 2
            );

        Seen("won", Sales.AtLeast(3000));
        Seen("won by the last task", Sales.AtLeast(800));
        Seen("won by closing", Sales.AtLeast(2000));
        Seen("lost", Sales.AtLeast(500));
        Seen("reopened after a win", Sales.AtLeast(2000));
        Seen("reopened after a loss", Sales.AtLeast(500));
        Seen("won again", Sales.AtLeast(2000));
        Seen("reworked", Sales.AtLeast(30));
        Seen("skipped", Sales.AtLeast(250));
        Seen("moved back", Sales.AtLeast(400));
        Seen("returned", Sales.AtLeast(80));
        Seen("refunded", Sales.AtLeast(200));
        Seen("written off for the client", Sales.AtLeast(20));
        Seen("written off for us", Sales.AtLeast(20));
        Seen("rest cancelled", Sales.AtLeast(150));
        Seen("invoice paid", Sales.AtLeast(60));
        Seen("invoice unpaid", Sales.AtLeast(6));
        Seen("completion refused", Sales.AtLeast(40));
        Seen("back-dated", Sales.AtLeast(400));
        Seen("overdue", Sales.AtLeast(12));
        Seen("expired", Sales.AtLeast(2));
        Seen("stage passed at once", Sales.AtLeast(150));
        Seen("completed by itself", Sales.AtLeast(300));
        Seen("optional withdrawn", Sales.AtLeast(8));
        Seen("reassigned", Sales.AtLeast(10));
        Seen("converted to manual", Sales.AtLeast(10));
        Seen("resumed", Sales.AtLeast(10));
        Seen("version changed", Sales.AtLeast(10));
        Seen("reworked by a return", Sales.AtLeast(1));
        Seen("superseded", Sales.AtLeast(200));
    }

    [Fact]
    public void Leads_to_a_win_from_anywhere_when_the_fixes_are_followed()
    {
        Gen.Select(Gen.Int[0, 7], Step.Any.Array[10, 30], Step.Any.Array[90])
            .Sample(
                x =>
                {
                    var walk = EveryDealTests.Begin(x.Item1, x.Item2[0]);
                    Law.Reported(
                        walk,
                        () =>
                        {
                            foreach (var step in x.Item2)
                            {
                                RandomCommands.Tick(walk, step);
                                walk.Run(
                                    RandomCommands.Command(walk, step),
                                    RandomCommands.Time(walk, step),
                                    RandomCommands.RightsOf(step)
                                );
                            }

                            if (!walk.Deal.IsOpen)
                                walk.Run(new ReopenDeal(Why), null, Rights.All);
                            foreach (var step in x.Item3)
                            {
                                if (walk.Deal.Status == DealStatus.Won)
                                    break;
                                walk.Now = walk.Now.AddMinutes(1);
                                var command = Seller.Next(walk, step);
                                if (command is CloseDeal { Outcome: Outcome.Lost })
                                    return;
                                Law.Holds(walk.Run(command, null, Rights.All).Refused is null, "a fix is accepted");
                            }

                            Law.Holds(walk.Deal.Status == DealStatus.Won, "the fixes lead to a win");
                            seen.AddOrUpdate("led", 1, (_, n) => n + 1);
                        }
                    );
                },
                iter: Rescues.Count,
                threads: 2
            );
        Seen("led", Rescues.AtLeast(300));
    }

    [Fact]
    public void Every_kind_that_is_ready_to_copy_leads_to_a_win_when_the_fixes_are_followed()
    {
        foreach (var kind in KindTemplates.All)
            Gen.Select(Step.Any.Array[150], Gen.Int[0, 1])
                .Sample(
                    x =>
                    {
                        var walk = new RandomWalk(
                            kind,
                            new OpenDeal(TheDeal, "D-1", "Chairs", null, Anna, null, null, null, [], null, null, []),
                            null
                        );
                        Law.Reported(
                            walk,
                            () =>
                            {
                                foreach (var step in x.Item1)
                                {
                                    if (walk.Deal.Status == DealStatus.Won)
                                        break;
                                    walk.Now = walk.Now.AddMinutes(1);
                                    var command = Seller.Next(walk, step);
                                    Law.Holds(
                                        walk.Run(command, null, Rights.All).Refused is null,
                                        $"a fix is accepted: {command}"
                                    );
                                }

                                Law.Holds(walk.Deal.Status == DealStatus.Won, $"{kind.Code} leads to a win");
                                Law.Holds(
                                    walk.Events.OfType<StageEntered>()
                                        .Select(f => f.Stage)
                                        .Distinct()
                                        .Order()
                                        .SequenceEqual(kind.Stages.Select(f => f.Code).Order()),
                                    "through all of its stages"
                                );
                            }
                        );
                    },
                    iter: new Cases(Few: 20, Full: 30).Count,
                    threads: 2
                );
    }

    private void Count(RandomWalk walk, DealCommand command, Decision decision)
    {
        var now = new List<string>();
        foreach (var domainEvent in decision.Events)
        {
            if (domainEvent.HappenedAt < walk.Now)
                now.Add("back-dated");
            now.Add(
                domainEvent switch
                {
                    DealClosed { Outcome: Outcome.Won } => "won",
                    DealClosed => "lost",
                    StageTaskCompleted { Cause.Ref: "evidence.arrived" } => "completed by itself",
                    StageTaskWithdrawn { Cause.Ref: "stage.left" } => "optional withdrawn",
                    StageTaskReassigned => "reassigned",
                    DealConvertedToManual => "converted to manual",
                    ProcessResumed => "resumed",
                    KindVersionChanged => "version changed",
                    StageEntered { Cause.Ref: "return.accepted" } => "reworked by a return",
                    StageEntered { Move: StageMove.Rework } => "reworked",
                    StageEntered { Move: StageMove.ByHand } when walk.Process.Mode == ProcessMode.Guided =>
                        "moved back",
                    StageEntered { Cause.Ref: "stage.nothing_to_do" } => "stage passed at once",
                    StageTaskSkipped => "skipped",
                    ReturnAccepted => "returned",
                    RefundMade => "refunded",
                    DebtWrittenOff { Side: DebtSide.Client } => "written off for the client",
                    DebtWrittenOff => "written off for us",
                    OrderLinesCancelled => "rest cancelled",
                    InvoicePaid => "invoice paid",
                    InvoiceUnpaid => "invoice unpaid",
                    StageTaskCompletionRefused => "completion refused",
                    StageTaskOverdue => "overdue",
                    ProposalExpired => "expired",
                    ProposalSuperseded => "superseded",
                    _ => "other",
                }
            );
        }

        if (now.Contains("won"))
            now.Add(command is CompleteStageTask ? "won by the last task" : "won by closing");
        if (now.Contains("won") && walk.Events.Count(x => x is DealClosed { Outcome: Outcome.Won }) > 1)
            now.Add("won again");
        if (command is ReopenDeal && decision.Events.Length > 0)
            now.Add(
                walk.Events.OfType<DealClosed>().Last().Outcome == Outcome.Won
                    ? "reopened after a win"
                    : "reopened after a loss"
            );
        foreach (var what in now)
            seen.AddOrUpdate(what, 1, (_, n) => n + 1);
    }

    private void Seen(string what, int least) =>
        seen.GetValueOrDefault(what)
            .Should()
            .BeGreaterThanOrEqualTo(least, $"the walk must meet '{what}' to mean anything");
}
