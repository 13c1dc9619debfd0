namespace Crm.Domain.Tests;

public sealed class ReopenDealTests
{
    private static readonly Cause ByReopening = Cause.Rule("deal.reopened");

    [Fact]
    public void After_a_win_only_the_last_task_comes_back() =>
        Given(Deals.Won)
            .When(new ReopenDeal(Why))
            .Then(
                new DealReopened(Why),
                new StageEntered("fulfilment", 90, null, StageMove.Reopening) { Cause = ByReopening },
                new StageTaskRaised(Deals.Won.NextTask, "record-win", "fulfilment", Utc(3, 3, "20:59:59"), true, true)
                {
                    Cause = ByReopening,
                }
            );

    [Fact]
    public void After_a_loss_the_task_that_it_withdrew_comes_back() =>
        Given(Deals.Lost)
            .When(new ReopenDeal(Why))
            .Then(
                new DealReopened(Why),
                new StageEntered("terms", 70, null, StageMove.Reopening) { Cause = ByReopening },
                new StageTaskRaised(Deals.Lost.NextTask, "agree-terms", "terms", Utc(3, 9, "20:59:59"), true, true)
                {
                    Cause = ByReopening,
                }
            );

    [Fact]
    public void After_a_loss_in_the_second_task_of_a_stage_only_that_one_comes_back()
    {
        var lost = Deals.PlacingOrder.Did(Verbs.Lose);
        lost.Did(new ReopenDeal(Why)).Open.Code.Should().Be("place-order");
    }

    [Fact]
    public void What_a_move_withdrew_at_the_instant_of_the_closing_stays_withdrawn()
    {
        var at = Deals.InTerms.Now;
        var lost = Deals.InTerms.Did(new MoveDeal("proposal", Why), at);
        lost = lost.Did(new SkipStageTask(lost.Open.Id, Why), at);
        lost = lost.Did(new SkipStageTask(lost.Open.Id, Why), at).Did(Verbs.Lose, at);
        lost.Did(new ReopenDeal(Why)).Open.Code.Should().Be("place-order");
    }

    [Fact]
    public void A_deal_without_stages_is_just_open_again() =>
        Given(Deals.Simple.Did(Verbs.Lose)).When(new ReopenDeal(Why)).Then(new DealReopened(Why));

    [Fact]
    public void A_manual_deal_comes_back_to_its_stage() =>
        Given(Deals.Manual.Did(Verbs.Lose))
            .When(new ReopenDeal(Why))
            .Then(
                new DealReopened(Why),
                new StageEntered("prospecting", 10, null, StageMove.Reopening) { Cause = ByReopening }
            );

    [Fact]
    public void The_earlier_closing_stays_in_history_and_the_deal_closes_again_through_the_gate()
    {
        var late = Deals.Won.Did(new ReopenDeal(Why)).Did(Verbs.Return(1));
        late.Deal.Closing.Should().BeNull();
        Given(late).When(Verbs.Win).ThenRefused("deal.gate_unmet", Blocked.WeOwe("120.00 RUB", "recordRefund"));
        late.Did(Verbs.Refund(120)).Did(Verbs.Win).Events.OfType<DealClosed>().Should().HaveCount(2);
    }

    [Fact]
    public void An_open_deal_is_not_closed() =>
        Given(Deals.Opened)
            .When(new ReopenDeal(Why))
            .ThenRefused("deal.not_closed", Blocked.OfDeal("deal.not_closed", "won or lost", "open", "closeDeal"));

    [Fact]
    public void It_does_not_lie_before_the_closing() =>
        Given(Deals.Won).When(new ReopenDeal(Why), at: Monday).ThenTooEarly(Deals.Won.Events[^1].HappenedAt);

    [Fact]
    public void It_may_lie_before_a_comment_on_the_closed_deal()
    {
        var closed = Deals.Simple.Did(Verbs.Lose);
        Given(closed.Later(TimeSpan.FromDays(1)).Did(new AddComment(TheComment, Why)))
            .When(new ReopenDeal(Why), at: closed.Now)
            .Then(new DealReopened(Why));
    }

    [Fact]
    public void It_is_a_boundary_for_every_later_event()
    {
        var given = Deals.Won.Later(TimeSpan.FromDays(1)).Did(new ReopenDeal(Why));
        var wall = given.Events[^1].HappenedAt;
        Given(given).When(new AddComment(TheComment, Why), at: wall.AddSeconds(-1)).ThenTooEarly(wall);
        Given(given).When(Verbs.Pay(1, new(Id(51))), at: wall.AddSeconds(-1)).ThenTooEarly(wall);
        Given(given).When(new AddComment(TheComment, Why), at: wall).Then(new CommentAdded(TheComment, Why));
    }
}
