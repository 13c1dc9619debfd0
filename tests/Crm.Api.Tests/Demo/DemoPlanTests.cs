using Crm.Api.Demo;

namespace Crm.Api.Tests.Demo;

/// <summary>The plan of the demo year, without a host.</summary>
public sealed class DemoPlanTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public void A_seed_and_a_day_give_the_same_commands() => Text(1, Day).Should().Equal(Text(1, Day));

    [Fact]
    public void Another_seed_or_day_gives_others()
    {
        Text(1, Day).Should().NotEqual(Text(2, Day));
        Text(1, Day).Should().NotEqual(Text(1, Day.AddDays(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(45)]
    [InlineData(190)]
    public void On_any_day_it_has_at_most_8000_commands_all_of_them_before_that_day(int later)
    {
        var plan = DemoPlan.Create(1, Day.AddDays(later));
        plan.Count.Should().BeInRange(3000, 8000);
        plan.Year.SelectMany(phase => phase)
            .Max(command => DemoCalendar.DayOf(command.At))
            .Should()
            .Be(Day.AddDays(later - 1));
    }

    [Fact]
    public void Commands_of_a_phase_are_in_the_order_of_time() =>
        DemoPlan.Create(1, Day).Year.Should().OnlyContain(phase => IsInOrder(phase));

    [Fact]
    public void Four_busy_months_from_September_on_have_far_more_than_a_third_of_the_deals_that_end()
    {
        int[] months =
        [
            .. DemoPlan
                .Create(1, Day)
                .Year.SelectMany(phase => phase)
                .Where(command => EndsDeal(command.Path))
                .Select(command => command.At.Month),
        ];
        months.Length.Should().BeGreaterThan(200);
        months.Count(month => month >= 9).Should().BeGreaterThan(months.Length * 4 / 10);
    }

    private static bool EndsDeal(string path) =>
        path.EndsWith("/close", StringComparison.Ordinal)
        || path.EndsWith("record-win}/complete", StringComparison.Ordinal);

    private static bool IsInOrder(IReadOnlyList<DemoCommand> phase) =>
        phase.Select(command => command.At).SequenceEqual(phase.Select(command => command.At).Order());

    private static string[] Text(ulong seed, DateOnly day) =>
        [
            .. DemoPlan
                .Create(seed, day)
                .Year.SelectMany(phase => phase)
                .Select(x => $"{x.At:O} {x.Actor} {x.Method} {x.Path} {x.Body?.ToJsonString()} {x.File?.Content}"),
        ];
}
