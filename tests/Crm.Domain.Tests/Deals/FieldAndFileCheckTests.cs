using Crm.Domain.CustomFields;

namespace Crm.Domain.Tests;

/// <summary>Checks of fields, custom fields, attachments and checklists, in a process made for them.</summary>
public sealed class FieldAndFileCheckTests
{
    private static readonly AttachmentId Contract = new(Id(95));
    private static readonly AddAttachment Signed = new(
        Contract,
        Text("Договор 7.pdf"),
        "application/pdf",
        100,
        new string('a', 64),
        Why
    );

    [Fact]
    public void Every_known_attribute_can_be_asked_for()
    {
        var full = Opened([.. Enum.GetValues<DealField>().Select(x => new FieldFilledCheck(x))])
            .Did(new IdentifyClient(Acme))
            .Did(
                new EditDeal([
                    new SourceChanged("web"),
                    new ExpectedCloseChanged(new DateOnly(2026, 5, 1)),
                    new DealCommentChanged(Why),
                    new ExpectedAmountChanged(Roubles(1)),
                    new ProbabilityChanged(5),
                    new ExternalRefsChanged([new("erp", "1")]),
                ])
            );
        full.Completed().Deal.Status.Should().Be(DealStatus.Open);
        foreach (var field in Enum.GetValues<DealField>().Except([DealField.Title, DealField.Manager]))
        {
            var given = Opened([new FieldFilledCheck(field)]);
            Given(given)
                .When(new CompleteStageTask(given.Open.Id, null))
                .ThenUnmet(
                    "prove",
                    Blocked.OfDeal(
                        "field.missing",
                        $"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.ToString())}: filled",
                        "empty",
                        field == DealField.Client ? "identifyClient" : "editDeal"
                    )
                );
        }
    }

    [Fact]
    public void Two_missing_fields_are_two_blockers()
    {
        var given = Opened([new CustomFieldFilledCheck("colour"), new CustomFieldFilledCheck("size")]);
        var refused = Given(given).When(new CompleteStageTask(given.Open.Id, null)).Decision;
        refused
            .Refused!.Blockers.Should()
            .Equal(
                Blocked.OfDeal("custom_field.missing", "colour: filled", "empty", "editDeal"),
                Blocked.OfDeal("custom_field.missing", "size: filled", "empty", "editDeal")
            );
        refused.Events.OfType<StageTaskCompletionRefused>().Single().Unmet.Should().Equal("custom_field.missing");
        given
            .Did(
                new EditDeal([
                    new CustomFieldsChanged(
                        new([new("colour", FieldType.Choice, "red", null), new("size", FieldType.Number, "10", null)])
                    ),
                ])
            )
            .Completed();
    }

    [Fact]
    public void Attachments_count_by_type_and_by_the_beginning_of_their_name()
    {
        var given = Opened([new AttachmentPresentCheck(1, "application/pdf", "договор")]);
        var missing = Blocked.OfDeal("attachment.missing", "1 application/pdf договор*", "0", "addAttachment");
        Given(given).When(new CompleteStageTask(given.Open.Id, null)).ThenUnmet("prove", missing);
        var other = given
            .Did(Signed with { ContentType = "image/png" })
            .Did(Signed with { Id = new(Id(96)), Name = Text("Счёт.pdf") });
        Given(other).When(new CompleteStageTask(other.Open.Id, null)).ThenUnmet("prove", missing);
        given.Did(Signed).Completed();
        var removed = given.Did(Signed).Did(new RemoveAttachment(Contract, Why));
        Given(removed).When(new CompleteStageTask(removed.Open.Id, null)).ThenUnmet("prove", missing);
    }

    [Fact]
    public void A_file_goes_once_and_its_id_stays_taken()
    {
        var given = Deals.Won.Did(Signed);
        Given(given).When(Signed).ThenRefused("id.taken");
        var removed = Given(given)
            .When(new RemoveAttachment(Contract, null))
            .Then(new AttachmentRemoved(Contract, null));
        Given(removed).When(new RemoveAttachment(Contract, null)).ThenHolds();
        Given(removed).When(Signed).ThenRefused("id.taken");
        Given(given).When(new RemoveAttachment(new(Id(999)), null)).ThenNotFound("attachment.not_found");
        Given(given).When(new RemoveAttachment(Contract, null), at: Monday).ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void A_checklist_is_ticked_item_by_item_and_the_ticks_are_kept()
    {
        var given = Opened([
            new ChecklistCheck([
                new("called", new("Позвонили", "Called")),
                new("agreed", new("Договорились", "Agreed")),
            ]),
        ]);
        Blocker Left(string missing) =>
            new(
                "checklist.incomplete",
                $"task:{given.Open.Id}",
                "called, agreed",
                $"missing: {missing}",
                Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", given.Open.Id))
            );
        Given(given).When(new CompleteStageTask(given.Open.Id, null)).ThenUnmet("prove", Left("called, agreed"));
        Given(given)
            .When(new CompleteStageTask(given.Open.Id, null) { Ticked = ["called"] })
            .ThenUnmet("prove", Left("agreed"));
        Given(given)
            .When(new CompleteStageTask(given.Open.Id, null) { Ticked = ["called", "other"] })
            .ThenInvalid("/checklist/other", "checklist.unknown", "agreed, called");
        var done = given.Did(new CompleteStageTask(given.Open.Id, null) { Ticked = ["called", "agreed"] });
        done.Deal.Tasks[given.Open.Id].Ticked.Should().Equal("agreed", "called");
        done.Events.OfType<StageTaskCompleted>().Single().Checklist.Should().Equal("agreed", "called");
    }

    [Fact]
    public void Every_check_is_written_and_read_under_its_name()
    {
        foreach (
            var check in (Check[])
                [
                    new FieldFilledCheck(DealField.Source),
                    new CustomFieldFilledCheck("colour"),
                    new AttachmentPresentCheck(2, "application/pdf", "Акт"),
                    new ChecklistCheck([new("a", new("А", "A"))]),
                ]
        )
            System
                .Text.Json.JsonSerializer.Deserialize<Check>(System.Text.Json.JsonSerializer.Serialize(check))
                .Should()
                .Be(check);
    }

    private static Story Opened(ImmutableArray<Check> checks) =>
        Story.Opened(
            new DealProcess(
                "made-up",
                1,
                new("Т", "T"),
                ProcessMode.Guided,
                ClosingGateKind.Balanced,
                [
                    new(
                        "first",
                        new("Первый", "First"),
                        10,
                        [
                            new("prove", new("Доказать", "Prove"), Due.InDays(1), checks),
                            new("record-win", new("Выигрыш", "Win"), Due.InDays(1), [new ClosingGateCheck()]),
                        ]
                    ),
                ]
            )
        );
}
