using Crm.Projections.ReadModels;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Projections.Tests.ReadModels;

public sealed class RefreshingSnapshotsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RefreshingSnapshots<string, int> snapshots;

    public RefreshingSnapshotsTests() => snapshots = new(TimeSpan.FromSeconds(30), 3, clock);

    private Task<int> Load(string key, int stored, Action? duringQuery = null) =>
        snapshots.Load(
            () =>
            {
                duringQuery?.Invoke();
                return Task.FromResult(stored);
            },
            loaded => [(key, loaded)]
        );

    [Fact]
    public async Task A_value_is_used_until_it_is_too_old()
    {
        await Load("a", 1);
        clock.Advance(TimeSpan.FromSeconds(29.9));
        (snapshots.TryGet("a", out var found), found).Should().Be((true, 1));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        snapshots.TryGet("a", out _).Should().BeFalse();
        snapshots.Latest("a").Should().Be(1, "that a value was there once can still be asked");
    }

    [Fact]
    public async Task A_change_by_this_host_is_seen_at_once_and_leaves_other_keys()
    {
        await Load("a", 1);
        await Load("b", 2);
        snapshots.Invalidate("a");
        snapshots.Missing(["a", "b", "a"]).Should().Equal("a");
        snapshots.Invalidate(key => key == "b");
        snapshots.Missing(["a", "b"]).Should().Equal("a", "b");
    }

    [Fact]
    public async Task What_a_query_read_before_a_change_of_this_host_is_not_kept()
    {
        (await Load("a", 1, () => snapshots.Invalidate("a"))).Should().Be(1);
        snapshots.TryGet("a", out _).Should().BeFalse();
    }

    [Fact]
    public async Task No_more_is_kept_than_the_capacity_allows_for()
    {
        foreach (var key in (string[])["a", "b", "c", "d", "e"])
            await Load(key, 1);
        snapshots.Missing(["a", "b", "c", "d", "e"]).Should().Equal("a", "b", "c", "d");
    }
}
