namespace Crm.Domain.Tests;

public sealed class CloseDealTests
{
    private static readonly DealClosed Closed = new(
        Outcome.Lost,
        "terms",
        Roubles(1200),
        70,
        "price",
        null,
        null,
        null
    );
    private static readonly Personal DealLost = Personal.Seal("deal.lost", "");
    private static readonly Cause ByLoss = Cause.Rule("deal.lost");

    [Fact]
    public void Winning_completes_the_last_task_when_it_is_the_only_one_left() =>
        Given(Deals.RecordingWin)
            .When(Verbs.Win)
            .Then(
                new StageTaskCompleted(Deals.RecordingWin.Open.Id, "record-win", [], null, null, null)
                {
                    Cause = Cause.Rule("deal.closed"),
                },
                new DealClosed(Outcome.Won, "fulfilment", Roubles(1200), 90, null, null, null, null)
            );

    [Fact]
    public void Winning_waits_for_the_other_tasks() =>
        Given(Deals.Settled).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.TasksOpen(Deals.Settled.Open));

    [Fact]
    public void Skipped_tasks_prove_nothing_to_the_gate()
    {
        var given = Deals.InTerms.Skipped().Skipped().Skipped().Skipped();
        Given(given)
            .When(new CompleteStageTask(given.Open.Id, null))
            .ThenUnmet("record-win", Blocked.NothingShipped("placeOrder"));
    }

    [Fact]
    public void A_deal_returned_whole_is_not_won()
    {
        var given = Deals.SimpleOrder with { Process = ShippedKinds.Simple with { Gate = ClosingGateKind.Settled } };
        Given(given.Did(Verbs.Ship(10)).Did(Verbs.Return(10)))
            .When(Verbs.Win)
            .ThenRefused("deal.gate_unmet", Blocked.NothingShipped("closeDeal"));
        Given(given.Did(Verbs.Ship(10)).Did(Verbs.Return(9)).Did(Verbs.Pay(120)))
            .When(Verbs.Win)
            .Then(new DealClosed(Outcome.Won, null, null, 0, null, null, null, null));
    }

    [Fact]
    public void A_loss_needs_a_reason() =>
        Given(Deals.Simple)
            .When(Verbs.Lose with { Reason = null })
            .ThenRefused("deal.gate_unmet", Blocked.OfDeal("lost_reason.missing", "lostReason", "none", "closeDeal"));

    [Fact]
    public void Some_reasons_need_a_comment_or_a_competitor()
    {
        var fix = Fixes.To("closeDeal", ("dealId", TheDeal));
        Given(Deals.Simple)
            .When(Verbs.Lose with { Reason = Lost("other") })
            .ThenRefused(
                "deal.gate_unmet",
                new Blocker("lost_reason.comment_required", "lost_reason:other", "comment", "none", fix)
            );
        Given(Deals.Simple)
            .When(Verbs.Lose with { Reason = Lost("competitor") })
            .ThenRefused(
                "deal.gate_unmet",
                new Blocker("lost_reason.competitor_required", "lost_reason:competitor", "competitor", "none", fix)
            );
        Given(Deals.Simple)
            .When(Verbs.Lose with { Reason = Lost("other"), Comment = Why })
            .Then(new DealClosed(Outcome.Lost, null, null, 0, "other", Why, null, null));
        Given(Deals.Simple)
            .When(Verbs.Lose with { Reason = Lost("competitor"), Competitor = Text("Umbrella") })
            .Then(new DealClosed(Outcome.Lost, null, null, 0, "competitor", null, Text("Umbrella"), null));
    }

    [Fact]
    public void A_loss_leaves_no_debt_and_lists_everything_unmet() =>
        Given(Deals.Shipped)
            .When(Verbs.Lose with { Reason = null })
            .ThenRefused(
                "deal.gate_unmet",
                Blocked.OfDeal("lost_reason.missing", "lostReason", "none", "closeDeal"),
                Blocked.ClientOwes("1200.00 RUB")
            );

    [Fact]
    public void An_advance_is_a_debt_too() =>
        Given(Deals.SimpleOrder.Did(Verbs.Pay(100)))
            .When(Verbs.Lose)
            .ThenRefused("deal.gate_unmet", Blocked.WeOwe("100.00 RUB", "recordShipment"));

    [Fact]
    public void A_waiver_leaves_the_balance_and_needs_a_permission()
    {
        var given = Deals.SimpleOrder.Did(Verbs.Ship(10));
        Given(given)
            .When(Verbs.Lose with { Waiver = Why }, rights: Rights.All & ~Rights.WaiveDebt)
            .ThenForbidden("permission.missing", "debt.waive");
        var lost = Given(given)
            .When(Verbs.Lose with { Waiver = Why })
            .Then(new DealClosed(Outcome.Lost, null, null, 0, "price", null, null, Why));
        lost.Deal.Ledger.Balance.ClientOwes.Should().Be(1200);
    }

    [Fact]
    public void A_loss_keeps_stage_amount_and_probability_and_withdraws_the_task_and_the_offer() =>
        Given(Deals.InTerms)
            .When(Verbs.Lose)
            .Then(
                Closed,
                new StageTaskWithdrawn(Deals.InTerms.Open.Id, "agree-terms") { Cause = ByLoss },
                new ProposalWithdrawn(Offer, DealLost) { Cause = ByLoss }
            );

    [Fact]
    public void A_loss_withdraws_drafts_cancels_undelivered_rests_and_unpaid_invoices()
    {
        var paidInvoice = new InvoiceId(Id(41));
        var given = Deals
            .Invoiced.Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(Verbs.Ship(4))
            .Did(new IssueInvoice(paidInvoice, null, null, null, Roubles(480), Rub, false, null))
            .Did(Verbs.Pay(480, null, new Allocation(paidInvoice, 480)));
        Given(given)
            .When(Verbs.Lose)
            .Then(
                Closed with
                {
                    Stage = "preparation",
                    Probability = 80,
                },
                new StageTaskWithdrawn(given.Open.Id, "confirm-obligations") { Cause = ByLoss },
                new ProposalWithdrawn(OtherOffer, DealLost) { Cause = ByLoss },
                new InvoiceCancelled(TheInvoice, DealLost) { Cause = ByLoss },
                new OrderLinesCancelled(TheOrder, [new LineQuantity(Chairs, 6)], DealLost) { Cause = ByLoss }
            );
    }

    [Fact]
    public void Repeating_the_outcome_is_no_event_and_another_is_refused()
    {
        Given(Deals.Won).When(Verbs.Win).ThenHolds();
        Given(Deals.Lost).When(Verbs.Lose).ThenHolds();
        Given(Deals.Won).When(Verbs.Lose).ThenClosed("won");
        Given(Deals.Lost).When(Verbs.Win).ThenClosed("lost");
    }

    [Fact]
    public void A_closing_happens_before_no_event_of_the_deal()
    {
        var given = Deals.SimpleOrder.Later(TimeSpan.FromDays(2)).Did(new AddComment(TheComment, Why));
        Given(given).When(Verbs.Lose, at: Monday.AddDays(1)).ThenTooEarly(given.Events[^1].HappenedAt);
        Given(given)
            .When(Verbs.Lose, at: given.Events[^1].HappenedAt)
            .Then(
                new DealClosed(Outcome.Lost, null, null, 0, "price", null, null, null),
                new OrderLinesCancelled(TheOrder, [new LineQuantity(Chairs, 10)], DealLost) { Cause = ByLoss }
            );
    }

    [Fact]
    public void The_last_task_is_a_closing_and_is_not_before_any_event_either()
    {
        var given = Deals.RecordingWin.Later(TimeSpan.FromDays(2)).Did(new AddComment(TheComment, Why));
        Given(given)
            .When(new CompleteStageTask(given.Open.Id, null), at: Monday.AddDays(1))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }
}
