namespace Crm.Domain.Tests;

/// <summary>Plain attributes, client, manager, participants, interest, and the currency that binds them.</summary>
public sealed class EditDealTests
{
    [Fact]
    public void Each_change_is_an_event_and_what_holds_is_none()
    {
        Given(Deals.Opened)
            .When(new EditDeal([new DealRetitled("Tables"), new SourceChanged("web"), new ProbabilityChanged(55)]))
            .Then(new DealRetitled("Tables"), new SourceChanged("web"), new ProbabilityChanged(55));
        Given(Deals.Opened)
            .When(
                new EditDeal([
                    new DealRetitled("Chairs"),
                    new SourceChanged(null),
                    new ProbabilityChanged(null),
                    new ExpectedAmountChanged(null),
                    new ExpectedCloseChanged(null),
                    new DealCommentChanged(null),
                    new ExternalRefsChanged([]),
                ])
            )
            .ThenHolds();
        Given(Deals.Opened.Did(new EditDeal([new DealCommentChanged(Why)])))
            .When(new EditDeal([new DealCommentChanged(Personal.Seal(Why.Text!, "other salt"))]))
            .ThenHolds();
    }

    [Fact]
    public void Probability_given_by_hand_stays_through_the_stages()
    {
        var given = Deals.Opened.Did(new EditDeal([new ProbabilityChanged(5)])).Did(Verbs.Called).Completed();
        given.Deal.Probability.Should().Be(5);
        given.Did(new EditDeal([new ProbabilityChanged(null)])).Deal.Probability.Should().Be(20);
        Given(given)
            .When(new EditDeal([new ProbabilityChanged(101)]))
            .ThenInvalid("/probability", "percent.out_of_range", "0-100");
        Given(given)
            .When(new EditDeal([new ProbabilityChanged(-1)]))
            .ThenInvalid("/probability", "percent.out_of_range", "0-100");
    }

    [Fact]
    public void An_amount_is_whole_and_not_negative()
    {
        Given(Deals.Opened).When(Amount(Roubles(-1))).ThenInvalid("/expectedAmount/amount", "amount.negative", ">= 0");
        Given(Deals.Opened)
            .When(Amount(new(1.5m, new("JPY"))))
            .ThenInvalid("/expectedAmount/amount", "amount.too_precise", "at most 0 decimals");
    }

    [Fact]
    public void The_currency_changes_while_no_document_or_payment_exists()
    {
        var roubles = Deals.Opened.Did(Amount(Roubles(5)));
        Given(roubles).When(Amount(Dollars(5))).Then(new ExpectedAmountChanged(Dollars(5)));
        Given(roubles).When(new SetInterest([Interested(Dollars(5))])).ThenDiffers("RUB", "USD");
        Given(Deals.Opened.Did(new SetInterest([Interested(Roubles(5))])))
            .When(Amount(Dollars(5)))
            .ThenDiffers("RUB", "USD");
        Given(roubles).When(Verbs.Pay(1) with { Amount = Dollars(1) }).ThenDiffers("RUB", "USD");
        foreach (
            var bound in new[]
            {
                roubles.Did(Verbs.Pay(1)),
                roubles.Did(new DraftProposal(Offer, Chairs10)),
                roubles.Did(Verbs.OrderOf(null, TenChairs)),
            }
        )
            Given(bound).When(Amount(Dollars(5))).ThenDiffers("RUB", "USD");
        Given(Deals.Simple.Did(Verbs.Pay(1))).When(new SetInterest([Interested(Dollars(5))])).ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Interest_is_replaced_as_a_whole()
    {
        var given = Given(Deals.Opened).When(new SetInterest([Interested()])).Then(new InterestChanged([Interested()]));
        Given(given).When(new SetInterest([Interested()])).ThenHolds();
        Given(given).When(new SetInterest([])).Then(new InterestChanged([]));
        Given(given)
            .When(new SetInterest([Interested() with { Text = null }]))
            .ThenInvalid("/lines/0", "interest.product_or_text", "either productId or text");
        Given(given)
            .When(new SetInterest([Interested() with { Quantity = 0 }]))
            .ThenInvalid("/lines/0/quantity", "quantity.not_positive", "> 0");
        Given(given)
            .When(new SetInterest([Interested(Roubles(-1))]))
            .ThenInvalid("/lines/0/amount", "amount.negative", ">= 0");
        Given(given).When(new SetInterest([Interested(Roubles(1)), Interested(Dollars(1))])).ThenDiffers("RUB", "USD");
    }

    [Fact]
    public void Client_manager_and_participants()
    {
        var given = Given(Deals.Opened).When(new IdentifyClient(Acme)).Then(new ClientIdentified(Acme));
        Given(given).When(new IdentifyClient(Acme)).ThenHolds();
        Given(Deals.Opened).When(new AssignManager(Boris)).Then(new ManagerAssigned(Boris));
        Given(Deals.Opened).When(new AssignManager(Anna)).ThenHolds();
        var taking = Given(Deals.Opened)
            .When(new SetParticipants([Boris, Anna, Boris]))
            .Then(new ParticipantsChanged([Anna, Boris]));
        Given(taking).When(new SetParticipants([Boris, Anna])).ThenHolds();
    }

    [Fact]
    public void Comments_interactions_and_presentations_are_added()
    {
        Given(Deals.Opened).When(new AddComment(TheComment, Why)).Then(new CommentAdded(TheComment, Why));
        var called = Given(Deals.Opened)
            .When(Verbs.Called)
            .Then(new InteractionRecorded(Call, InteractionKind.Call, Direction.Out, null, Why, [], IsEvidence: true));
        Given(called).When(Verbs.Called).ThenRefused("id.taken");
        Given(called.Completed()).When(Verbs.Called).ThenRefused("id.taken");
        var held = Given(Deals.Opened)
            .When(Verbs.Presented(Monday.AddYears(-1)), rights: Rights.None)
            .Then(new PresentationHeld(Demo, Monday.AddYears(-1), null, [], [], Why));
        Given(held).When(Verbs.Presented(Monday)).ThenRefused("id.taken");
        Given(Deals.Opened)
            .When(Verbs.Presented(Deals.Opened.Now.AddSeconds(6)))
            .ThenInvalid("/heldAt", "date.future", $"not after {Deals.Opened.Now}");
    }

    private static EditDeal Amount(Money amount) => new([new ExpectedAmountChanged(amount)]);
}
