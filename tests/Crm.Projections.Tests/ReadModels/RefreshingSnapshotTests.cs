using Crm.Projections.ReadModels;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Projections.Tests.ReadModels;

public sealed class RefreshingSnapshotTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RefreshingSnapshot<string> snapshot;
    private string stored = "first";
    private int queries;
    private Func<Task> duringQuery = () => Task.CompletedTask;

    public RefreshingSnapshotTests() => snapshot = new(Load, TimeSpan.FromSeconds(30), clock);

    private async Task<string> Load(CancellationToken ct)
    {
        queries++;
        var read = stored;
        await duringQuery();
        return read;
    }

    [Fact]
    public async Task A_value_is_used_until_it_is_too_old()
    {
        (await Get()).Should().Be("first");
        stored = "second";
        clock.Advance(TimeSpan.FromSeconds(29.9));
        (await Get()).Should().Be("first");
        clock.Advance(TimeSpan.FromSeconds(0.1));
        (await Get()).Should().Be("second");
        queries.Should().Be(2);
    }

    [Fact]
    public async Task A_change_by_this_host_is_seen_at_once()
    {
        await Get();
        stored = "second";
        snapshot.Invalidate();
        (await Get()).Should().Be("second");
    }

    [Fact]
    public async Task A_change_during_the_query_makes_its_result_old()
    {
        duringQuery = () =>
        {
            stored = "second";
            snapshot.Invalidate();
            return Task.CompletedTask;
        };
        (await Get()).Should().Be("first");
        duringQuery = () => Task.CompletedTask;
        (await Get()).Should().Be("second");
    }

    [Fact]
    public async Task A_shorter_age_can_be_asked_for()
    {
        await Get();
        stored = "second";
        clock.Advance(TimeSpan.FromSeconds(1));
        (await snapshot.Get(TimeSpan.FromSeconds(2), CancellationToken.None)).Should().Be("first");
        (await snapshot.Get(TimeSpan.FromSeconds(1), CancellationToken.None)).Should().Be("second");
    }

    [Fact]
    public async Task The_latest_value_stays_readable_when_a_query_fails()
    {
        snapshot.Latest.Should().BeNull();
        await Get();
        snapshot.Invalidate();
        duringQuery = () => throw new InvalidOperationException("no connection");
        await ((Func<Task>)(async () => await Get())).Should().ThrowAsync<InvalidOperationException>();
        snapshot.Latest.Should().Be("first");
        duringQuery = () => Task.CompletedTask;
        stored = "second";
        (await Get()).Should().Be("second");
    }

    private ValueTask<string> Get() => snapshot.Get(CancellationToken.None);
}
