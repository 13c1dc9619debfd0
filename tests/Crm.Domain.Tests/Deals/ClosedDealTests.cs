namespace Crm.Domain.Tests;

/// <summary>What a closed deal still accepts.</summary>
public sealed class ClosedDealTests
{
    public static TheoryData<DealCommand> Refused { get; } =
    [
        new IdentifyClient(new(Id(5))),
        new SetInterest([]),
        new SetParticipants([Boris]),
        new EditDeal([new DealRetitled("x")]),
        Verbs.Presented(Monday),
        new DraftProposal(OtherOffer, Chairs10),
        new IssueProposal(OtherOffer, Chairs10),
        new ReviseProposal(Offer, OtherOffer),
        new EditProposal(Offer, Chairs10),
        new DeclineProposal(Offer, Why),
        new WithdrawProposal(Offer, Why),
        Verbs.Ordered,
        Verbs.Cancel(1),
        Verbs.Invoiced with
        {
            Id = new(Id(41)),
        },
        new CancelInvoice(TheInvoice, null),
        Verbs.Pay(1),
        Verbs.Refund(1),
        Verbs.Ship(1),
        Verbs.Return(1),
        new MoveDeal("proposal", Why),
        new SkipStageTask(new(Id(999)), Why),
        new CompleteStageTask(new(Id(999)), null),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_the_rest_a_late_payment_too(DealCommand command) =>
        Given(Deals.Won).When(command).ThenClosed("won");

    [Fact]
    public void Takes_an_interaction_as_history_never_as_evidence()
    {
        var late = Verbs.Called with { Id = new(Id(15)) };
        var story = Given(Deals.Lost)
            .When(late)
            .Then(
                new InteractionRecorded(late.Id, InteractionKind.Call, Direction.Out, null, Why, [], IsEvidence: false)
            );
        story.Deal.Unused.Should().NotContain(x => x.Evidence.Id == late.Id.Value);
    }

    [Fact]
    public void Takes_comments() =>
        Given(Deals.Won).When(new AddComment(TheComment, Why)).Then(new CommentAdded(TheComment, Why));

    [Fact]
    public void Takes_another_manager() =>
        Given(Deals.Won).When(new AssignManager(Boris)).Then(new ManagerAssigned(Boris));

    [Fact]
    public void Notes_nothing_overdue() =>
        Given(Deals.Lost.Later(TimeSpan.FromDays(90))).When(new RecordOverdue()).ThenHolds();
}
