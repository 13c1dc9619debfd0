namespace Crm.Projections.Tests.Reports;

/// <summary>
/// Values over business time. Today's commands keep each value in order (docs/domain.md, Two clocks); the fold does not rely on it,
/// because imported history may be out of order.
/// </summary>
public sealed class DealTimelineTests
{
    private static readonly ImmutableArray<Moment<string>> Line =
    [
        new(On("2026-01-10"), "a"),
        new(On("2026-01-20"), "b"),
    ];

    [Fact]
    public void A_late_value_is_put_where_it_happened()
    {
        var line = Line.Put(On("2026-01-15"), "late");

        line.Select(x => x.Value).Should().Equal("a", "late", "b");
        line.At(On("2026-01-14")).Should().Be("a");
        line.At(On("2026-01-15")).Should().Be("late");
        line.At(On("2026-01-20")).Should().Be("b");
    }

    [Fact]
    public void Of_two_at_one_instant_the_one_recorded_later_holds() =>
        Line.Put(On("2026-01-20"), "c").At(On("2026-01-20")).Should().Be("c");

    [Fact]
    public void Before_the_first_value_there_is_none() => Line.At(On("2026-01-09")).Should().BeNull();
}
