using Crm.Domain.Settings;
using static Crm.Domain.Tests.KindDrafts;

namespace Crm.Domain.Tests;

/// <summary>Every fault of a draft is named at once, each with a pointer; a draft without faults becomes a process.</summary>
public sealed class KindValidationTests
{
    [Theory]
    [MemberData(nameof(KindFaults.All), MemberType = typeof(KindFaults))]
    public void A_fault_is_named_with_its_pointer(string draft, string pointer, string code)
    {
        var (process, faults) = KindValidation.Of(Draft(draft), "kind", 1, RandomKind.World);
        process.Should().BeNull();
        faults.Select(x => (x.Pointer, x.Code)).Should().Contain((pointer, code));
    }

    [Fact]
    public void Alternatives_count_by_the_cheapest_and_a_manual_stage_is_reached_from_wherever_the_mode_allows()
    {
        foreach (
            var sound in (string[])
                [
                    """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","minimum":15},"""
                        + """{"check":"any-of","checks":[{"check":"interaction-recorded","minimum":5},"""
                        + """{"check":"interaction-recorded","minimum":9}]}]}]},L]}""",
                    """{"stages":[F+{"tasks":[T+{"checks":[{"check":"proposal-accepted"},{"check":"any-of","checks":["""
                        + """{"check":"proposal-accepted"},{"check":"order-placed"}]}]}]},L]}""",
                    """{"mode":"manual","stages":[F+{"tasks":[]},F+{"code":"second","tasks":[],"moves":["first"]},"""
                        + """F+{"code":"third","tasks":[]}]}""",
                ]
        )
            KindValidation.Of(Draft(sound), "kind", 1, RandomKind.World).Faults.Should().BeEmpty(sound);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var (_, faults) = KindValidation.Of(
            Draft("""{"title":null,"stages":[F+{"probability":-1},L+{"code":"first"}]}"""),
            "kind",
            1,
            RandomKind.World
        );
        faults.Select(x => x.Code).Should().Contain(["title.missing", "probability.out_of_range", "code.duplicate"]);
    }

    [Fact]
    public void What_is_switched_off_cannot_be_asked_for()
    {
        var world = RandomKind.World with
        {
            Settings = new CompanySettings().Switched(Capabilities.Interactions, false),
        };
        KindValidation.Of(Good, "kind", 1, world).Faults.Should().Contain(x => x.Code == "capability.off");
        var unsettled = RandomKind.World with
        {
            Settings = new CompanySettings()
                .Switched(Capabilities.ReturnsAndRefunds, false)
                .Switched(Capabilities.OrdersAndInvoices, false),
        };
        KindValidation
            .Of(
                new(new("Вид", "Kind"), ProcessMode.Manual, Stages: [First with { Tasks = null }]),
                "kind",
                1,
                unsettled
            )
            .Faults.Should()
            .Contain(x => x.Code == "gate.never_holds");
    }

    [Fact]
    public void Everything_that_ships_is_valid_and_reads_back_as_it_was_written()
    {
        foreach (var process in ShippedKinds.All.Concat(KindTemplates.All))
        {
            var (read, faults) = KindValidation.Of(
                KindDraft.Of(process),
                process.Code,
                process.Version,
                RandomKind.World
            );
            faults.Should().BeEmpty(process.Code);
            TestJson.Of(read).Should().Be(TestJson.Of(process));
        }
    }
}
