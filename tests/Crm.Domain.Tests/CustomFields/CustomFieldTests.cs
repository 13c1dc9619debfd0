using Crm.Domain.CustomFields;

namespace Crm.Domain.Tests.CustomFields;

/// <summary>Definitions, and values on deals.</summary>
public sealed class CustomFieldTests
{
    private static readonly Localized Title = new("Цвет", "Colour");
    private static readonly FieldChoice Red = new("red", new("Красный", "Red"));
    private static readonly FieldChoice Blue = new("blue", new("Синий", "Blue"));
    private static readonly CustomField Colour = new(
        FieldOwner.Deal,
        "colour",
        FieldType.Choice,
        Title,
        [Red],
        null,
        null,
        false
    );

    [Fact]
    public void A_definition_reports_every_fault()
    {
        Faults(Colour).Should().BeEmpty();
        Faults(Colour with { Choices = [] }).Should().Equal("/choices member.required");
        Faults(Colour with { Code = "Colour", Choices = [Red, Red], Target = FieldTarget.User, Decimals = 7 })
            .Should()
            .BeEquivalentTo(
                "/code custom_field.code",
                "/target member.not_applicable",
                "/decimals member.not_applicable",
                "/decimals member.invalid",
                "/choices/1/code custom_field.choice_twice"
            );
        Faults(Colour with { Type = FieldType.Reference, Choices = [] }).Should().Equal("/target member.required");
        foreach (var odd in (string[])["", "-a", "a-", "a--b", "a_b", "а", new string('a', 51)])
            Faults(Colour with { Code = odd }).Should().Equal("/code custom_field.code");
    }

    [Fact]
    public void A_definition_changes_only_where_it_may_and_only_what_differs()
    {
        Changed(new(Title, [], false)).Should().BeEmpty("it is so already");
        Changed(new(null, [Red], null)).Should().BeEmpty("it is there already");
        Changed(new(new("Тон", "Tone"), [Red, Blue], true))
            .Select(x => x.GetType().Name)
            .Should()
            .Equal(nameof(CustomFieldRetitled), nameof(CustomFieldChoicesAdded), nameof(CustomFieldArchived));
        new ChangeCustomField(null, [Red with { Title = Title }], null)
            .Decide(Colour, At())
            .Refused!.Faults.Single()
            .Code.Should()
            .Be("custom_field.choice_twice");
        var folded = Changed(new(null, [Blue], true)).Aggregate((CustomField?)Colour, CustomField.Evolve)!;
        (folded.Archived, folded.Choices.Length).Should().Be((true, 2));
    }

    [Fact]
    public void A_field_that_a_kind_checks_is_not_archived_while_the_kind_is_in_use()
    {
        var process = ShippedKinds.StandardSale with
        {
            Stages =
            [
                ShippedKinds.StandardSale.Stages[0] with
                {
                    Tasks =
                    [
                        ShippedKinds.StandardSale.Stages[0].Tasks[0] with
                        {
                            Checks = [new AnyOfCheck([new CustomFieldFilledCheck("colour")])],
                        },
                    ],
                },
            ],
        };
        ChangeCustomField archive = new(null, [], true);
        foreach (var (published, open) in new[] { (true, 0L), (false, 3L) })
            archive
                .Decide(Colour, At(), [process.ToKindInUse(published, open)])
                .Refused!.Should()
                .Match<Rejection>(x =>
                    x.Code == "custom_field.in_use"
                    && x.Blockers.Single().Subject == "deal-kind:standard-sale@1"
                    && x.Blockers.Single().Actual.ToString()
                        == $"record-first-contact; {(published ? "published" : "not published")}, {open} open deals"
                );
        archive
            .Decide(Colour, At(), [process.ToKindInUse(false, 0), ShippedKinds.StandardSale.ToKindInUse(true, 9)])
            .Events.Should()
            .ContainSingle();
        archive
            .Decide(Colour with { Owner = FieldOwner.Client }, At(), [process.ToKindInUse(true, 0)])
            .Events.Should()
            .ContainSingle("the check is about fields of deals");
        new ChangeCustomField(Title with { En = "Hue" }, [], null)
            .Decide(Colour, At(), [process.ToKindInUse(true, 0)])
            .Events.Should()
            .ContainSingle();
    }

    [Fact]
    public void A_change_is_an_event_with_the_changed_fields_alone()
    {
        var given = Deals.Opened.Did(Set(Of("colour", "red"), Of("size", "10")));
        Given(given)
            .When(Set(Of("colour", "blue"), Of("size", "10"), Of("gone", null)))
            .Then(new CustomFieldsChanged(new([Of("colour", "blue")])));
        Given(given)
            .When(Set(Of("colour", null)))
            .Then(new CustomFieldsChanged(new([Of("colour", null)])))
            .Deal.CustomFields.Values.Select(x => x.Field)
            .Should()
            .Equal("size");
        Given(given).When(Set(Of("size", "10"))).ThenHolds();
        var noted = Deals.Opened.Did(Set(new FieldValue("note", FieldType.Text, null, Why)));
        Given(noted)
            .When(Set(new FieldValue("note", FieldType.Text, null, Personal.Seal(Why.Text!, "other salt"))))
            .ThenHolds();
    }

    [Fact]
    public void Each_field_is_a_value_of_its_own_for_the_clocks()
    {
        var given = Deals.Opened.Later(TimeSpan.FromHours(1)).Did(Set(Of("colour", "red")));
        Given(given)
            .When(Set(Of("size", "10")), at: Monday.AddMinutes(30))
            .Then(new CustomFieldsChanged(new([Of("size", "10")])));
        Given(given)
            .When(Set(Of("size", "10"), Of("colour", "blue")), at: Monday.AddMinutes(30))
            .ThenTooEarly(given.Events[^1].HappenedAt);
    }

    [Fact]
    public void A_deal_opens_with_fields_and_a_closed_one_takes_none()
    {
        Story
            .Opened(ShippedKinds.Simple, x => x with { CustomFields = new([Of("size", "10"), Of("colour", "red")]) })
            .Deal.CustomFields.Values.Select(x => x.Field)
            .Should()
            .Equal("colour", "size");
        Given(Deals.Won).When(Set(Of("colour", "red"))).ThenClosed("won");
    }

    private static EditDeal Set(params ReadOnlySpan<FieldValue> values) =>
        new([new CustomFieldsChanged(new([.. values]))]);

    private static FieldValue Of(string field, string? value) => new(field, FieldType.Choice, value, null);

    private static string[] Faults(CustomField x) => [.. x.Faults().Select(f => $"{f.Pointer} {f.Code}")];

    private static ImmutableArray<DomainEvent> Changed(ChangeCustomField change) => change.Decide(Colour, At()).Events;

    private static CommandContext At() => new(Monday, null, Anna, Rights.All, Moscow, () => Id(1));
}
