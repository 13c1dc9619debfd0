using static Crm.Domain.Tests.ComposedKind;

namespace Crm.Domain.Tests;

/// <summary>A refused any-of says that one check suffices, names the ways and keeps them apart.</summary>
public sealed class AnyOfRefusalTests
{
    [Fact]
    public void What_two_ways_both_lack_is_listed_for_each() =>
        Refused(
                new AnyOfCheck([
                    new AllOfCheck([new ClientIdentifiedCheck(), new InterestGivenCheck()]),
                    new AllOfCheck([new ClientIdentifiedCheck(), new AmountGivenCheck()]),
                ])
            )
            .Should()
            .Equal(
                ("any_of.unmet", "/checks/0"),
                ("client.unidentified", "/checks/0/checks/0"),
                ("interest.missing", "/checks/0/checks/0"),
                ("client.unidentified", "/checks/0/checks/1"),
                ("amount.missing", "/checks/0/checks/1")
            );

    [Fact]
    public void An_any_of_within_another_is_told_apart_from_it() =>
        Refused(
                new AmountGivenCheck(),
                new AnyOfCheck([
                    new OrderPlacedCheck(),
                    new AllOfCheck([
                        new ClientIdentifiedCheck(),
                        new AnyOfCheck([new PaidAtLeastCheck(30), new PaidAtLeastCheck(Amount: Roubles(500))]),
                    ]),
                ])
            )
            .Should()
            .Equal(
                ("amount.missing", null),
                ("any_of.unmet", "/checks/1"),
                ("order.missing", "/checks/1/checks/0"),
                ("client.unidentified", "/checks/1/checks/1"),
                ("any_of.unmet", "/checks/1/checks/1/checks/1"),
                ("payment.incomplete", "/checks/1/checks/1/checks/1/checks/0"),
                ("payment.incomplete", "/checks/1/checks/1/checks/1/checks/1")
            );

    [Fact]
    public void Of_one_check_there_is_no_choice() =>
        Refused(new AnyOfCheck([new AmountGivenCheck()])).Should().Equal(("amount.missing", (string?)null));

    private static IEnumerable<(string Code, string? Check)> Refused(params ReadOnlySpan<Check> checks)
    {
        var story = Story.Opened(
            Kind with
            {
                Stages = [new("only", new("", ""), 10, [Task("either", checks), Task("win", new ClosingGateCheck())])],
            }
        );
        return Given(story)
            .When(new CompleteStageTask(story.Open.Id, null))
            .Decision.Refused!.Blockers.Select(x => (x.Code, x.Check));
    }
}
