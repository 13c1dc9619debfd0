using Crm.Domain.Deals.Activities;
using Crm.Domain.Processes;

namespace Crm.Domain.Tests;

/// <summary>What an interaction proves stays as it is; until then it may be corrected and taken off the deal.</summary>
public sealed class InteractionEvidenceTests
{
    private static readonly Story Called = Deals.Opened.Did(Verbs.Called);

    [Fact]
    public void One_that_was_taken_off_proves_nothing()
    {
        var detached = Given(Called).When(new DetachInteraction(Call, Why)).Then(new InteractionDetached(Call, Why));
        Given(detached)
            .When(new CompleteStageTask(detached.Open.Id, null))
            .Decision.Refused!.Blockers.Select(blocker => blocker.Code)
            .Should()
            .Equal("interaction.missing");
    }

    [Fact]
    public void One_that_became_a_note_proves_nothing_and_again_a_call_it_does()
    {
        var note = Given(Called)
            .When(new ReviseInteraction(Call, InteractionKind.Note, Direction.Out, ["kind"]))
            .Then(new InteractionRevised(Call, InteractionKind.Note, Direction.Out));
        Given(note).When(new CompleteStageTask(note.Open.Id, null)).Decision.Refused.Should().NotBeNull();
        var call = Given(note)
            .When(new ReviseInteraction(Call, InteractionKind.Call, Direction.Out, ["kind"]))
            .Then(new InteractionRevised(Call, InteractionKind.Call, Direction.Out));
        Given(call).When(new CompleteStageTask(call.Open.Id, null)).Decision.Refused.Should().BeNull();
    }

    [Fact]
    public void The_evidence_of_a_completed_task_is_neither_taken_off_nor_changed_but_its_texts_are()
    {
        var proved = Deals.InQualification;
        var proof = Given(proved).When(new DetachInteraction(Call, Why)).Decision.Refused!;
        proof.Code.Should().Be("interaction.is_evidence");
        proof.Blockers.Single().Subject.Should().StartWith("task:");
        Given(proved)
            .When(new ReviseInteraction(Call, InteractionKind.Meeting, Direction.Out, ["kind"]))
            .Decision.Refused!.Code.Should()
            .Be("interaction.is_evidence");
        Given(proved)
            .When(new ReviseInteraction(Call, InteractionKind.Call, Direction.Out, []))
            .Then(new InteractionRevised(Call, InteractionKind.Call, Direction.Out));
    }

    [Fact]
    public void It_comes_back_not_before_it_was_taken_off()
    {
        var detached = Given(Called).When(new DetachInteraction(Call, Why)).Then(new InteractionDetached(Call, Why));
        Given(detached)
            .When(Verbs.Called, at: Called.Now.AddMinutes(-1))
            .Decision.Refused!.Code.Should()
            .Be("happened_at.out_of_order");
        Given(detached).When(Verbs.Called).Decision.Refused.Should().BeNull();
    }
}
