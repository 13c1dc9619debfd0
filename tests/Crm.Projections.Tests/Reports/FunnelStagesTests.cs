using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Projections.Tests.Reports;

/// <summary>A changed kind does not rewrite history: titles and order are those of the requested instant.</summary>
public sealed class FunnelStagesTests
{
    private static readonly DealProcess First = ShippedKinds.ManualSale;

    /// <summary>From March on: prospecting is renamed and last, engaging is retired, closing is new.</summary>
    private static readonly DealProcess Second = First with
    {
        Version = 2,
        Stages =
        [
            new Stage("closing", new("Закрытие", "Closing"), 60, []),
            First.Stages[0] with
            {
                Title = new("Разведка", "Scouting"),
            },
        ],
    };

    private static readonly KindRegistry Book = new([
        new(First, DateTimeOffset.MinValue),
        new(Second, On("2026-03-01")),
    ]);

    [Fact]
    public void Before_the_change_stages_are_called_and_ordered_as_they_were() =>
        Shown(On("2026-02-28"), Cell("engaging")).Should().Equal("1 Prospecting 0", "2 Engaging 1");

    [Fact]
    public void After_it_a_retired_stage_comes_last_with_its_old_name_as_long_as_deals_stand_in_it()
    {
        Shown(On("2026-03-01"), Cell("engaging"), Cell("prospecting"))
            .Should()
            .Equal("1 Closing 0", "2 Scouting 1", "3 Engaging 1 retired");
        Shown(On("2026-03-01"), Cell("prospecting")).Should().Equal("1 Closing 0", "2 Scouting 1");
    }

    [Fact]
    public void A_retired_stage_is_not_renamed_by_a_version_that_came_later()
    {
        var third = Second with
        {
            Version = 3,
            Stages = [.. Second.Stages, First.Stages[1] with { Title = new("Иное", "Other") }],
        };
        var registry = new KindRegistry([
            new(First, DateTimeOffset.MinValue),
            new(Second, On("2026-03-01")),
            new(third, On("2026-05-01")),
        ]);

        Shown(registry, On("2026-04-01"), Cell("engaging")).Should().Contain("3 Engaging 1 retired");
        Shown(registry, On("2026-05-01"), Cell("engaging")).Should().Contain("3 Other 1");
    }

    [Fact]
    public void A_deal_opened_back_dated_into_a_later_version_is_shown_all_the_same() =>
        Shown(On("2026-02-01"), Cell("closing"))
            .Should()
            .Equal("1 Prospecting 0", "2 Engaging 0", "3 Closing 1 retired");

    [Fact]
    public void A_kind_without_stages_has_none() =>
        FunnelStages
            .Of(KindRegistry.Shipped, "simple", new(Later, 0, [new("simple", "open", null, "RUB", 3, 10, 0)]))
            .Should()
            .BeEmpty();

    private static FunnelCell Cell(string stage) => new("manual-sale", "open", stage, null, 1, 0, 0);

    private static IEnumerable<string> Shown(DateTimeOffset at, params FunnelCell[] cells) => Shown(Book, at, cells);

    private static IEnumerable<string> Shown(KindRegistry registry, DateTimeOffset at, params FunnelCell[] cells) =>
        FunnelStages
            .Of(registry, "manual-sale", new(at, 0, cells))
            .Select(x => $"{x.Order} {x.Title.En} {x.Open.Sum(c => c.Count)}{(x.Retired ? " retired" : "")}");
}
